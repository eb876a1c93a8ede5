// Puts beside the package's modules what else it gives: types, the manifest of the element, the script for frames.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';

for (const name of readdirSync('types')) copyFileSync(`types/${name}`, `package/${name}`);
copyFileSync('public/carteiro-embed.js', 'package/carteiro-embed.js');
writeFileSync('package/types-only.js', '// Types alone are imported from here.\nexport {};\n');
execFileSync(
  'cem',
  ['analyze', '--litelement', '--globs', 'src/element/playground-element.js', '--outdir', 'package', '--quiet'],
  {
    stdio: 'inherit',
  },
);
