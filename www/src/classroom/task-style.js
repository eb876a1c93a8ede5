// The bar of a task over the playground.
import { css } from 'lit';

export const taskStyles = css`
  .root.doing {
    padding: 0;
  }
  .task {
    position: sticky;
    z-index: 3;
    top: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    padding: 10px 16px;
    border-bottom: 1px solid var(--_line);
    background: var(--_card);
  }
  .task .words {
    flex: 1;
    min-width: 0;
  }
  /* Two buttons leave no room for words beside them on a phone. */
  .task.leaving {
    flex-wrap: wrap;
  }
  .task.leaving .words {
    flex: 1 1 180px;
  }
  .task .ways {
    display: flex;
    gap: 8px;
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
  @media (max-height: 480px) {
    .task {
      padding: 4px 16px;
    }
    .task h1 {
      font-size: 14px;
    }
    .task ul {
      margin: 0;
    }
  }
  @media (max-width: 720px) {
    .task {
      padding: 6px 12px;
    }
    .task h1 {
      font-size: 14px;
    }
    .task p,
    .task ul {
      margin-top: 1px;
      font-size: 13px;
    }
  }
  .task .wrong {
    padding: 4px 10px;
  }
  .task .allowed {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    color: var(--_muted);
    font-size: 13px;
  }
`;
