// One core is enough where all is together: the whole one, without the smaller one of a figure.

/** @type {import('vite').Plugin} */
export const wholeAlone = {
  name: 'whole-alone',
  enforce: 'pre',
  load: (id) =>
    /core[\\/]figure-build\.js$/.test(id)
      ? 'export const figureBuild = undefined; export const preparedAddress = () => undefined;'
      : undefined,
};
