import { defineConfig } from 'astro/config';

export default defineConfig({
  // Vite before version 8 moves modules away from the files beside them, here the WebAssembly, while one works on the site.
  vite: { optimizeDeps: { exclude: ['carteiro-playground'] } },
});
