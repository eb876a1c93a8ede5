// The library that draws the curve, with its style: one file, which comes when it is first needed.
import { unsafeCSS } from 'lit';
import css from 'uplot/dist/uPlot.min.css?inline';

export { default as Plot } from 'uplot';

export const plotStyles = unsafeCSS(css);
