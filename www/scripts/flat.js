// Nobody reads how templates and styles are indented in what is built.

/** @type {import('vite').Plugin} */
export const flat = {
  name: 'flat',
  apply: 'build',
  enforce: 'pre',
  transform: (code, id) => (/\/src\/.*\.js$/.test(id) ? code.replace(/\n +/g, '\n') : undefined),
};
