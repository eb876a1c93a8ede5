import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'A course about messages',
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'carteiro-playground' } } },
  // Vite before version 8 moves modules away from the files beside them, here the WebAssembly, while one works on the site.
  vite: { optimizeDeps: { exclude: ['carteiro-playground'] } },
});
