// Registers the teacher's page.
import { CarteiroGrade } from './grade.js';

if (!customElements.get('carteiro-grade')) customElements.define('carteiro-grade', CarteiroGrade);
