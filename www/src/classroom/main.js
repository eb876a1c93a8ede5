// Registers what is on the page: the teacher's table, or a task with the playground that it is done in.

if (document.querySelector('carteiro-grade')) {
  const { CarteiroGrade } = await import('./grade.js');
  if (!customElements.get('carteiro-grade')) customElements.define('carteiro-grade', CarteiroGrade);
} else {
  const [{ CarteiroTask }] = await Promise.all([import('./task.js'), import('../element/define.js')]);
  if (!customElements.get('carteiro-task')) customElements.define('carteiro-task', CarteiroTask);
}

export {};
