// @ts-check
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['src/**/*.ts', 'stacks/**/*.ts', '__tests__/**/*.ts'];

export default tseslint.config(
  { ignores: ['.cache/', '.gen/', 'cdktf.out/', 'coverage/', 'lib/', 'reports/', 'simulator/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // constructs place themselves in the tree of their scope by being made
      'no-new': 'off',
      // a value in a sentence is a number as often as a string
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // namespaces of pure functions are plain functions here; a class with statics only is a fault all the same
      '@typescript-eslint/no-extraneous-class': 'error',
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
      'no-console': 'error',
    },
  },
  {
    files: ['__tests__/**/*.ts'],
    rules: {
      // matchers of jest are called without their receiver in spies
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
