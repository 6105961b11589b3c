import { testFaults, testWarnings } from '../../support/rule-rows';

const http = { address: 'https://state.example.com/home' };

testFaults([
  {
    title: 'a bucket of AWS has a region',
    good: { 'state.backend': { s3: { bucket: 'states', region: 'eu-central-1' } } },
    bad: { 'state.backend': { s3: { bucket: 'states' } } },
    line: 'state.backend.s3.region: missing; a bucket of AWS is found by its region, write one such as "eu-central-1", or the endpoint of another store',
  },
  {
    title: 'settings of a lock need the lock',
    good: { 'state.backend': { http: { ...http, lockAddress: 'https://state.example.com/lock', lockMethod: 'POST' } } },
    bad: { 'state.backend': { http: { ...http, lockMethod: 'POST' } } },
    line: 'state.backend.http.lockAddress: missing; the other settings of the lock need it, write the URL that locks the state or remove them',
  },
  {
    title: 'a server without lock is one too',
    good: { 'state.backend': { http } },
    bad: { 'state.backend': { http: { ...http, unlockAddress: 'https://state.example.com/lock' } } },
    line: 'state.backend.http.lockAddress: missing; the other settings of the lock need it, write the URL that locks the state or remove them',
  },
  {
    title: 'the strength of an encryption needs the encryption',
    good: { state: { encryption: 'migrate', encryptionIterations: 200_000 } },
    bad: { state: { encryptionIterations: 200_000 } },
    line: 'state.encryptionIterations: got 200000, but the state is not encrypted; write encryption: on, or remove encryptionIterations',
  },
]);

testWarnings([
  {
    title: 'a state in clear text',
    good: { 'state.encryption': 'on' },
    bad: { 'state.encryption': 'off' },
    line: 'state.encryption: the state holds the secrets of the cluster in clear text; write state.encryption: on for a new cluster, or migrate, apply once and then on',
  },
  {
    title: 'the same without the section',
    good: { state: { encryption: 'on' } },
    bad: { state: undefined },
    line: 'state.encryption: the state holds the secrets of the cluster in clear text; write state.encryption: on for a new cluster, or migrate, apply once and then on',
  },
  {
    title: 'a state that is being encrypted',
    good: { 'state.encryption': 'on' },
    bad: { 'state.encryption': 'migrate' },
    line: 'state.encryption: got "migrate", which also takes a state in clear text; write "on" after one apply',
  },
]);
