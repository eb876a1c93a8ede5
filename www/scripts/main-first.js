// Our pages name one script each: what it imports is fetched beforehand, but begins only with it. A script of its own would draw the
// element before the page's script has told it what to show, and in which language.

/** @import { Plugin } from 'vite' */

const SCRIPT = /<script type="module" crossorigin src="([^"]+)"><\/script>\n? */g;

/** What the full page asks for as soon as it begins. */
const SOON = ['full', 'attention', 'carteiro'];

/** @returns {Plugin} */
export const mainFirst = () => ({
  name: 'main-first',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {}, filename }) {
      const scripts = [...html.matchAll(SCRIPT)].map(([, src]) => src);
      const main = scripts.at(-1);
      const ordered = html.replace(SCRIPT, (tag, src) =>
        src === main ? tag : tag.replace(/<script.*<\/script>/, `<link rel="modulepreload" crossorigin href="${src}">`),
      );
      const soon = Object.values(bundle).filter(
        (file) => file.type === 'chunk' && filename.endsWith('index.html') && SOON.includes(file.name),
      );
      const tags = soon.map(({ fileName }) => ({
        tag: 'link',
        injectTo: /** @type {const} */ ('head'),
        attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
      }));
      return { html: ordered, tags };
    },
  },
});
