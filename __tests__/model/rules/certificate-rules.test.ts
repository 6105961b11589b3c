import { testAdvice } from '../../support/rule-rows';

testAdvice([
  {
    title: 'a certificate of the Kubernetes API names each once',
    good: { 'kubernetes.certSans': ['api.example.com', '10.0.0.9'] },
    bad: { 'kubernetes.certSans': ['api.example.com', 'api.example.com'] },
    line: 'kubernetes.certSans[1]: got "api.example.com", which the list has already; the certificate names it once, remove one of the two',
  },
  {
    title: 'a certificate of a machine names each once, also in another spelling',
    good: { 'nodes.work-00.certSans': ['fd00::9', 'fd00::a'] },
    bad: { 'nodes.work-00.certSans': ['fd00::9', 'fd00:0::9'] },
    line: 'nodes.work-00.certSans[1]: got "fd00:0::9", which the list has already; the certificate names it once, remove one of the two',
  },
  {
    title: 'lists of several places may share names, one list may not',
    both: { 'nodes.work-00.certSans': ['a.example.com'] },
    good: { 'nodeDefaults.worker.certSans': ['a.example.com'] },
    bad: { 'nodeDefaults.worker.certSans': ['a.example.com', 'b.example.com', 'b.example.com'] },
    line: 'nodeDefaults.worker.certSans[2]: got "b.example.com", which the list has already; the certificate names it once, remove one of the two',
  },
]);
