// The bar of a task over the playground.
import { css } from 'lit';

export const taskStyles = css`
  .root.doing {
    padding: 0;
  }
  .task {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    padding: 10px 16px;
    border-bottom: 1px solid var(--_line);
    background: var(--_card);
  }
  .task .words {
    flex: 1 1 280px;
    min-width: 0;
  }
  .task h1 {
    margin: 0;
    font-size: 16px;
  }
  .task p,
  .task ul {
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
  }
  .task .allowed {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    color: var(--_muted);
    font-size: 13px;
  }
`;
