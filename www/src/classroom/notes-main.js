// Registers the page of the teacher's notes, and the element of its pictures.
import '../element/define.js';
import { CarteiroNotes } from './notes.js';

if (!customElements.get('carteiro-notes')) customElements.define('carteiro-notes', CarteiroNotes);
