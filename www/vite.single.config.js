// One HTML file that holds everything, the wasm too: it runs from file:// and in a sandbox.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import { glue } from './scripts/glue.js';
import { noWorker } from './scripts/no-worker.js';
import { shares } from './scripts/shares.js';
import { terms } from './scripts/terms.js';
import { wholeAlone } from './scripts/whole-alone.js';

/** @import { Plugin } from 'vite' */

/** @param {string} text */
const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
/** A script in a page ends where it says so, even inside a string. @param {string} code */
const inHtml = (code) => code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');

/** Puts the script, the style and the icon into the page, and lets the policy name them by their hashes.
 * @returns {Plugin} */
function oneFile() {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const page = files.find(({ fileName }) => fileName === 'index.html');
      const script = files.find((file) => file.type === 'chunk');
      const style = files.find(({ fileName }) => fileName.endsWith('.css'));
      if (page?.type !== 'asset' || script?.type !== 'chunk' || style?.type !== 'asset') {
        throw new Error('a page, one script and one style are expected');
      }
      // What there is to fetch beforehand is put in only after this; here it is nothing.
      const code = inHtml(script.code.replaceAll('__VITE_PRELOAD__', 'void 0'));
      const css = String(style.source);
      const policy = `default-src 'none'; script-src ${hashOf(code)} 'wasm-unsafe-eval'; style-src ${hashOf(css)}; img-src data:; base-uri 'none'; form-action 'none'`;
      const html = String(page.source)
        .replace(/(http-equiv="Content-Security-Policy" content=")[^"]*/, (_all, start) => start + policy)
        .replace('./favicon.svg', `data:image/svg+xml;base64,${readFileSync('public/favicon.svg').toString('base64')}`)
        .replace(/<script [^>]*src="[^"]*"[^>]*><\/script>/, '')
        .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${css}</style>`)
        // A function, because a dollar sign in the code has a meaning in a replacement text.
        .replace('</body>', () => `<script type="module">${code}</script>\n  </body>`);
      for (const { fileName } of files) delete bundle[fileName];
      this.emitFile({ type: 'asset', fileName: 'carteiro.html', source: html });
    },
  };
}

export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [wholeAlone, noWorker, glue(), terms(), shares(), oneFile()],
  build: {
    outDir: 'dist-single',
    target: 'es2022',
    assetsInlineLimit: Number.POSITIVE_INFINITY,
    chunkSizeWarningLimit: 4096,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: { input: 'index.html', output: { codeSplitting: false } },
  },
});
