import { framework } from './host.js';

framework('astro', 'dist', ['astro', 'dev', '--host', '127.0.0.1'], 'The figure needs JavaScript.');
