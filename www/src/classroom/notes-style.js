// The teacher's notes and the sheet beside each other on a screen, and a page each on paper.
import { css } from 'lit';

export const notesStyles = css`
  .chooser {
    margin-bottom: 14px;
  }
  h3 {
    margin: 6px 0 0;
    font-size: 13.5px;
  }
  :is(.sheet, .notes) h2 {
    font-size: 18px;
    line-height: 1.25;
  }
  .names {
    display: grid;
    grid-template-columns: 2fr 1fr;
    gap: 14px;
  }
  .names span {
    border-bottom: 1px solid var(--_muted);
    color: var(--_muted);
  }
  hr {
    width: 100%;
    height: 24px;
    margin: 0;
    border: 0;
    border-bottom: 1px dotted var(--_muted);
  }
  ul,
  dl {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .options li,
  .answers li {
    position: relative;
    padding-inline-start: 24px;
  }
  .options li::before {
    position: absolute;
    inset: 3px auto auto 2px;
    width: 12px;
    height: 12px;
    border: 1px solid var(--_ink);
    border-radius: 2px;
    content: '';
  }
  .answers li::before {
    position: absolute;
    inset-inline-start: 4px;
    content: '○';
  }
  .answers .right::before {
    content: '✓';
  }
  dt {
    font-weight: 600;
  }
  dd {
    margin: 0;
  }
  .notes a {
    color: var(--_blue-ink);
  }
  carteiro-playground {
    display: block;
    min-width: 0;
  }
  .picture {
    display: none;
  }
  @media (max-width: 860px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media print {
    .root {
      min-height: 0;
      padding: 0;
      background: none;
      font-size: 12.5px;
    }
    .head,
    .chooser {
      display: none;
    }
    main {
      max-width: none;
    }
    .columns {
      display: block;
    }
    .box {
      padding: 0;
      border: 0;
      background: none;
    }
    .sheet carteiro-playground {
      display: none;
    }
    .picture {
      display: block;
      justify-self: center;
      max-width: 100%;
      max-height: 76mm;
    }
    .sheet {
      break-after: page;
    }
    .columns .notes {
      margin-top: 0;
    }
  }
`;
