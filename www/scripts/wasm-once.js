// The package that wasm-pack makes would find its wasm beside itself, and bundlers put a copy in for that; core/wasm.js hands it over.

/** @returns {import('vite').Plugin} */
export const wasmOnce = () => ({
  name: 'wasm-once',
  enforce: 'pre',
  transform(code, id) {
    if (!/pkg[\\/]carteiro\.js/.test(id)) return undefined;
    return code.replace("new URL('carteiro_bg.wasm', import.meta.url)", 'undefined');
  },
});
