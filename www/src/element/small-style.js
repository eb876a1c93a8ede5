// The page on a phone.
import { css } from 'lit';

export const smallStyles = css`
  .column {
    display: grid;
    gap: 10px;
    padding: 10px 12px 14px;
  }
  .narrow .head {
    flex-wrap: wrap;
    gap: 5px;
    padding: 8px 12px;
  }
  .narrow .sign {
    gap: 5px;
    margin: 0;
    font-size: 16px;
  }
  .narrow .logo {
    width: 30px;
    height: 23px;
  }
  .narrow .head .button {
    padding: 0 7px;
  }
  .narrow .head .picking {
    order: 9;
    flex: 1 0 70%;
  }
  .narrow .head .compare {
    position: relative;
    order: 9;
    overflow: hidden;
  }
  /* The sign alone says it, where so many buttons stand beside it. */
  .narrow .head .name,
  .narrow .share-button span,
  .narrow .compare[aria-expanded='false'] span,
  .narrow .file span {
    position: absolute;
    clip-path: inset(50%);
  }
  .bottom-bar {
    position: sticky;
    z-index: 4;
    bottom: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 5px;
    padding: 10px 10px calc(10px + env(safe-area-inset-bottom));
    border-top: 1px solid var(--_line);
    border-radius: 16px 16px 0 0;
    background: var(--_card);
    box-shadow: 0 -4px 14px var(--_shade);
  }
  .bottom-bar .button,
  .bottom-bar select {
    min-height: 42px;
  }
  .bottom-bar .play-buttons .button {
    width: 42px;
  }
  .bottom-bar > .button {
    flex-direction: column;
    gap: 0;
    min-width: 0;
    padding: 0 4px;
    font-size: 10px;
    line-height: 1.1;
    white-space: normal;
  }
  .bottom-bar .speed-select {
    width: 58px;
    padding: 0 2px;
    font-weight: 600;
  }
  .sheet {
    position: fixed;
    z-index: 3;
    inset: auto 0 0;
    max-height: 72vh;
    padding-bottom: 70px;
    overflow: auto;
    overscroll-behavior: contain;
    border-radius: 16px 16px 0 0;
    background: var(--_card);
    box-shadow: 0 -6px 24px var(--_shade), 0 0 0 1px var(--_line);
  }
  .sheet .card {
    border: 0;
    background: none;
  }
  .sheet .log {
    height: 50vh;
  }
  .sheet .lanes {
    --_names: 84px;
  }
  .sheet .timeline h2 {
    font-size: 14px;
  }
  .sheet .stride {
    width: 106px;
    padding: 0 2px;
  }
  .sheet .seed {
    order: 1;
    flex: 1 0 100%;
  }
  .sheet .seed input {
    width: 7ch;
  }
  .sheet .clock,
  .sheet .zoom {
    margin-inline-start: auto;
  }
  @media (prefers-reduced-motion: no-preference) {
    .sheet {
      animation: slide-up 0.18s ease-out;
    }
  }
  @keyframes slide-up {
    from {
      transform: translateY(30%);
      opacity: 0;
    }
  }
`;
