// Templates of Vue: import 'carteiro-playground/vue' once, for its types.
import type { PlaygroundAttributes } from './index.js';

declare module 'vue' {
  interface GlobalComponents {
    'carteiro-playground': new () => { $props: PlaygroundAttributes };
  }
}
