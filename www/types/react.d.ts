// JSX of React 19: import 'carteiro-playground/react' once, for its types.
import type { ClassAttributes, HTMLAttributes } from 'react';
import type { CarteiroPlayground, PlaygroundAttributes, PlaygroundEvents } from './index.js';

type Listeners = {
  [Name in keyof PlaygroundEvents as `on${Name}`]?: (event: CustomEvent<PlaygroundEvents[Name]>) => void;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'carteiro-playground': Omit<HTMLAttributes<CarteiroPlayground>, keyof PlaygroundAttributes> &
        ClassAttributes<CarteiroPlayground> &
        PlaygroundAttributes &
        Listeners;
    }
  }
}
