// Registers the page of a task, and the playground that it is done in.
import '../element/define.js';
import { CarteiroTask } from './task.js';

if (!customElements.get('carteiro-task')) customElements.define('carteiro-task', CarteiroTask);
