import { framework } from './host.js';

framework('vitepress', '.vitepress/dist', ['vitepress', 'dev', '--host', '127.0.0.1'], 'The figure needs JavaScript.');
