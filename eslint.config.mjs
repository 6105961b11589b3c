// @ts-check
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['src/**/*.ts', 'stacks/**/*.ts', 'homelab/**/*.ts', '__tests__/**/*.ts'];

export default tseslint.config(
  { ignores: ['.cache/', '.gen/', 'cdktf.out/', 'coverage/', 'lib/', 'reports/', 'simulator/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-exports': 'error',
      // a type may be named where it is used, for modules that are loaded only when needed
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/naming-convention': ['error', { selector: 'enumMember', format: ['UPPER_CASE'] }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // the strict set forbids the assertion that this rule asks for
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // a leading underscore says that a place is skipped
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
      'max-lines': ['error', { max: 400 }],
      'no-warning-comments': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'stacks/*.ts'],
    plugins: { jsdoc },
    rules: {
      '@typescript-eslint/explicit-member-accessibility': [
        'error',
        { accessibility: 'explicit', overrides: { constructors: 'no-public' } },
      ],
      '@typescript-eslint/member-ordering': [
        'error',
        {
          default: [
            'public-static-method',
            'public-static-field',
            'private-static-field',
            'private-static-method',
            'field',
            'constructor',
            ['get', 'set'],
            'public-method',
            'protected-method',
            'private-method',
          ],
        },
      ],
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: { ClassDeclaration: true, FunctionDeclaration: true, MethodDefinition: true },
          contexts: [
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration',
            'TSEnumDeclaration',
            'TSPropertySignature',
            'TSMethodSignature',
          ],
          checkConstructors: false,
        },
      ],
      'jsdoc/match-description': [
        'error',
        {
          contexts: ['any'],
          mainDescription: { match: '^(?!What |Whether )', message: 'Name the thing instead of going round it.' },
        },
      ],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[importKind!='type'][source.value='zod'] > ImportSpecifier",
          message: "Write `import * as z from 'zod'`: bundlers leave out what is unused.",
        },
      ],
    },
  },
  {
    files: ['src/values/yaml-library.ts'],
    rules: {
      // loaded when it is first asked for, in a way that bundlers know
      '@typescript-eslint/no-require-imports': ['error', { allow: ['^yaml$'] }],
    },
  },
  {
    files: ['homelab/**/*.ts'],
    rules: {
      // answers of other programs, whose form the caller knows
      '@typescript-eslint/no-explicit-any': 'off',
      // the configuration of the simulator is typed by what makes it
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    // cluster files, stacks and inventories as plain data: whatever stands in them is walked through
    files: ['homelab/mapping/{dials,loopback,mapped-*}.ts', 'homelab/faults/belongings.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['__tests__/**/*.ts'],
    rules: {
      // the statements of one system stay together
      'max-lines': ['error', { max: 500 }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      // titles and messages are made of values that know how to print themselves
      '@typescript-eslint/restrict-template-expressions': 'off',
      // matchers take methods of mocks without their receiver
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
