import { z } from 'zod';
import { type Form, formsOf, interfaceNames, shapeOf } from '../../src/forms/shape';

interface Port {
  readonly name: string;
  readonly protocol?: 'tcp' | 'udp';
  readonly numbers?: readonly number[];
}

const name = z.string();
const protocol = z.enum(['tcp', 'udp']).optional();
const numbers = z.array(z.int()).optional();

describe('a shape', () => {
  test('takes what its interface takes, and refuses other keys', () => {
    const port: Form<Port> = shapeOf<Port>('Port')({ name, protocol, numbers });
    expect(port.safeParse({ name: 'web' }).success).toBe(true);
    expect(port.safeParse({ name: 'web', port: 1 }).success).toBe(false);
  });

  test('says the name of its interface', () => {
    expect(interfaceNames.get(shapeOf<Port>('Port')({ name, protocol, numbers }))).toEqual({ name: 'Port' });
  });

  test('does not compile when a key is missing, too many, or takes something else', () => {
    const shape = shapeOf<Port>('Port');
    // @ts-expect-error numbers are missing
    shape({ name, protocol });
    // @ts-expect-error nothing says what a host is
    shape({ name, protocol, numbers, host: name });
    // @ts-expect-error a name must be there
    shape({ name: name.optional(), protocol, numbers });
    // @ts-expect-error a protocol may be missing
    shape({ name, protocol: z.enum(['tcp', 'udp']), numbers });
    // @ts-expect-error one protocol too few
    shape({ name, protocol: z.enum(['tcp']).optional(), numbers });
    // @ts-expect-error one protocol too many
    shape({ name, protocol: z.enum(['tcp', 'udp', 'sctp']).optional(), numbers });
    expect(formsOf<Port>()({ name, protocol, numbers })).toEqual({ name, protocol, numbers });
  });
});
