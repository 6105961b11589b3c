import { forPatches } from '../../scripts/lib/patch-schema';

describe('forPatches', () => {
  test('asks for nothing, and knows the same fields', () => {
    const schema = {
      type: 'object',
      required: ['a'],
      properties: { a: { $ref: '#/$defs/A' } },
      additionalProperties: false,
    };
    expect(forPatches(schema)).toEqual({
      type: ['object', 'null'],
      expects: 'object',
      properties: { a: { $ref: '#/$defs/A' } },
      additionalProperties: false,
    });
  });

  test('takes texts as Talos does: numbers and booleans too', () => {
    expect(forPatches({ type: 'string' })).toEqual({
      type: ['string', 'number', 'boolean', 'null'],
      expects: 'string',
    });
  });

  test('takes the words that YAML 1.1 had for booleans', () => {
    const { type, pattern } = forPatches({ type: 'boolean' });
    expect(type).toEqual(['boolean', 'string', 'null']);
    const words = ['yes', 'Off', 'n', 'true', 'maybe', 'no!'];
    expect(words.filter((word) => new RegExp(String(pattern)).test(word))).toEqual(['yes', 'Off', 'n']);
  });

  test('takes no negative numbers', () => {
    expect(forPatches({ type: 'integer' })).toEqual({ type: ['integer', 'null'], minimum: 0, expects: 'integer' });
  });

  test('takes addresses in upper case', () => {
    expect(forPatches({ type: 'string', pattern: '^[0-9a-f:]+$' })).toEqual({
      type: ['string', 'null'],
      pattern: '^[0-9a-fA-F:]+$',
      expects: 'string',
    });
    expect(forPatches({ type: 'string', pattern: '^[0-9a-fA-F:]+$' }).pattern).toBe('^[0-9a-fA-F:]+$');
  });

  test('takes nothing for any value, but not for an item of a list', () => {
    expect(forPatches({ enum: ['on', 'off'] })).toEqual({ enum: ['on', 'off', null] });
    expect(forPatches({ type: 'array', items: { type: 'object' } })).toEqual({
      type: ['array', 'null'],
      expects: 'array',
      items: { type: ['object'], expects: 'object' },
    });
    expect(forPatches({ items: { $ref: '#/$defs/A' } }).items).toEqual({
      $ref: '#/$defs/A',
      type: ['array', 'boolean', 'number', 'object', 'string'],
      expects: 'something',
    });
  });

  test('takes what fits several forms', () => {
    const schema = forPatches({ oneOf: [{ type: 'string' }, { type: 'array' }] });
    expect(schema.anyOf).toHaveLength(2);
    expect(schema.oneOf).toBeUndefined();
  });
});
