import { factMissing } from '../errors/rules';

/** The member of an enumeration that a word of the spec stands for. */
export function memberOf<Member extends string>(members: Readonly<Record<string, Member>>, word: string): Member {
  const member = Object.values(members).find((each: string) => each === word);
  if (member === undefined) throw factMissing(`word ${word}`);
  return member;
}
