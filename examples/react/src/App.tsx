import type { CarteiroPlayground } from 'carteiro-playground';
import 'carteiro-playground/define';
// The types of the tag in JSX.
import 'carteiro-playground/react';
import { useRef, useState } from 'react';

export function App() {
  const playground = useRef<CarteiroPlayground>(null);
  const [said, say] = useState('No goal is reached yet.');
  return (
    <main
      style={{ maxWidth: '42rem', margin: '2rem auto', padding: '0 1rem', font: '1rem / 1.5 system-ui, sans-serif' }}
    >
      <h1>What becomes of a message when nobody is there?</h1>
      <p>From second 5 to second 20 logistics is down. Buy something meanwhile, and watch the topic.</p>
      <carteiro-playground
        ref={playground}
        figure
        goals
        scenario="service-down"
        lang="en"
        oncarteiro-goal={({ detail }) => say(`${detail.reached} of ${detail.of} goals are reached.`)}
      />
      <p role="status">{said}</p>
      <button type="button" onClick={() => playground.current?.seek(5_000)}>
        To second 5
      </button>
    </main>
  );
}
