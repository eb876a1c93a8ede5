// Puts beside the package's modules what else it gives: types, the manifest of the element, the script for frames.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';

// check.ts holds the types equal to the sources, which are not in the package.
for (const name of readdirSync('types').filter((name) => name.endsWith('.d.ts')))
  copyFileSync(`types/${name}`, `package/${name}`);
copyFileSync('public/carteiro-embed.js', 'package/carteiro-embed.js');
writeFileSync('package/types-only.js', '// Types alone are imported from here.\nexport {};\n');
execFileSync(
  'cem',
  ['analyze', '--litelement', '--globs', 'src/element/playground-element.js', '--outdir', 'package', '--quiet'],
  {
    stdio: 'inherit',
  },
);
