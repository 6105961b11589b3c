import { DOCUMENT_KINDS } from '../documents/document-kinds';
import { hostDnsTwice } from '../documents/resolver';
import { fieldBesideDocument, linkDescribedTwice } from '../faults';
import { fieldAt, type Fields, isFields } from '../fields';

/**
 * Refusals of a node although each document is right by itself. The provider does not look at this, so they would show
 * when the configuration is applied.
 */
export function nodeConflicts(documents: ReadonlyMap<string, Fields>): readonly string[] {
  return [
    ...replacedFields(documents),
    ...conflictsInside(documents),
    ...linksDescribedTwice(documents),
    ...encryptedTwice(documents),
    ...hostDnsTwice(documents.get('v1alpha1'), documents.get('ResolverConfig')),
  ];
}

/** A machine takes the encryption of a volume from one place. */
function encryptedTwice(documents: ReadonlyMap<string, Fields>): readonly string[] {
  const sections = fieldAt(documents.get('v1alpha1'), ['machine', 'systemDiskEncryption']);
  return Object.entries(isFields(sections) ? sections : {})
    .filter(([name, section]) => isSet(section) && isEncrypted(documents.get(`VolumeConfig/${name.toUpperCase()}`)))
    .map(([name]) => fieldBesideDocument(`machine.systemDiskEncryption.${name}`, 'VolumeConfig'));
}

function isEncrypted(document: Fields | undefined): boolean {
  return isSet(document?.encryption);
}

function replacedFields(documents: ReadonlyMap<string, Fields>): readonly string[] {
  const main = documents.get('v1alpha1');
  return DOCUMENT_KINDS.filter(({ kind }) => documents.has(kind)).flatMap(({ kind, replaces = [] }) =>
    replaces.filter((field) => isSet(fieldAt(main, field.split('.')))).map((field) => fieldBesideDocument(field, kind)),
  );
}

function conflictsInside(documents: ReadonlyMap<string, Fields>): readonly string[] {
  return DOCUMENT_KINDS.flatMap(({ kind, conflict }) => conflict?.(documents.get(kind) ?? {}) ?? []);
}

function linksDescribedTwice(documents: ReadonlyMap<string, Fields>): readonly string[] {
  const linkKinds = DOCUMENT_KINDS.filter(({ describesLink }) => describesLink).map(({ kind }) => kind);
  const links = [...documents.keys()].map((key) => key.split('/')).filter(([kind = '']) => linkKinds.includes(kind));
  const names = new Set(links.map(([, name = '']) => name));
  return [...names].flatMap((name) => {
    const kinds = links.filter(([, other]) => other === name).map(([kind = '']) => kind);
    return kinds.length > 1 ? [linkDescribedTwice(name, kinds)] : [];
  });
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}
