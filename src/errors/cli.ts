/** Sentences of the command line. */

/** No directory of a synthesized stack. */
export function stackNotSynthesized(
  cluster: string,
  directory: string,
  known: readonly string[],
  nearest: string | undefined,
): string {
  const meant = nearest === undefined ? '' : `did you mean "${nearest}"? `;
  const others = known.length === 0 ? 'nothing is synthesized yet' : `synthesized are ${known.join(', ')}`;
  return `no stack of a cluster "${cluster}" at ${directory}; ${meant}${others}; run synth first, and from the directory that holds cdktf.out`;
}

/** Cluster files that say something else than the stack that is planned. */
export function stackStale(files: readonly string[]): string {
  return `warning: ${files.join(', ')} was changed after the last synth, whose stack is used here; run synth first`;
}

/** A synthesized stack that is no JSON. */
export function stackNotReadable(file: string): string {
  return `${file}: cannot be read as JSON; synthesize it again`;
}

/** Input variables without a value. */
export function variablesMissing(variables: readonly { readonly name: string; readonly from: string }[]): string {
  const lines = variables.map(({ name, from }) => `  ${name}: set ${from}`);
  return `input variables without a value:\n${lines.join('\n')}\nor pass -- -var name=value, or -- -var-file=<file>`;
}

/** Input variables whose values are none; what is wrong with each, without the value. */
export function variablesRefused(messages: readonly string[]): string {
  return `input variables with a wrong value:\n${messages.map((message) => `  ${message}`).join('\n')}`;
}

/** OpenTofu cannot be started. */
export function tofuNotFound(program: string): string {
  return `cannot start ${program}: not found; ${HOW_TOFU_IS_NAMED}`;
}

/** OpenTofu cannot be started for another reason. */
export function tofuNotStarted(program: string, reason: string): string {
  return `cannot start ${program}: ${reason}`;
}

/** An empty name of OpenTofu. */
export function tofuNameEmpty(): string {
  return `--tofu is empty; ${HOW_TOFU_IS_NAMED}`;
}

/** Terraform in place of OpenTofu. */
export function terraformInstead(program: string, version: string): string {
  return (
    `${program} is Terraform ${version}; these stacks need OpenTofu 1.11 or newer, as Terraform knows no encryption of the state; ` +
    HOW_TOFU_IS_NAMED
  );
}

/** An OpenTofu that is too old. */
export function tofuTooOld(program: string, version: string): string {
  return `${program} is OpenTofu ${version}; these stacks need OpenTofu 1.11 or newer; ${HOW_TOFU_IS_NAMED}`;
}

/** A program that is something else. */
export function notOpenTofu(program: string, answer: string): string {
  const said = answer === '' ? 'nothing' : `"${answer}"`;
  return `${program} is not OpenTofu: asked for its version, it says ${said}; ${HOW_TOFU_IS_NAMED}`;
}

const HOW_TOFU_IS_NAMED =
  'install OpenTofu as https://opentofu.org/docs/intro/install says, or name it with --tofu or TERRAFORM_BINARY_NAME';

/** Printed before a plan. */
export function planning(cluster: string): string {
  return `planning ${cluster}`;
}

/** Printed while a plan takes its time. */
export function planningSince(seconds: number, read: number): string {
  return `  still planning after ${durationText(seconds)}: ${read} resources and data sources read`;
}

/** Printed before an apply. */
export function applying(cluster: string, changes: number): string {
  return `applying ${cluster}: ${changes} ${changes === 1 ? 'change' : 'changes'}`;
}

/** Printed before a destroy. */
export function destroying(cluster: string, changes: number): string {
  return `destroying ${cluster}: ${changes} ${changes === 1 ? 'resource' : 'resources'}`;
}

/** Printed after a destroy. */
export function destroyed(cluster: string, seconds: number): string {
  return `destroyed ${cluster} in ${durationText(seconds)}`;
}

/** Printed while an apply takes its time. */
export function applyingSince(
  seconds: number,
  {
    done,
    changes,
    named,
    others,
  }: { readonly done: number; readonly changes: number; readonly named: readonly string[]; readonly others: number },
): string {
  const more = others > 0 ? [`${others} more`] : [];
  const now = named.length === 0 ? '' : `; at work: ${[...named, ...more].join(', ')}`;
  return `  ${done} of ${changes} done after ${durationText(seconds)}${now}`;
}

/** Told after an apply that failed. */
export function logWritten(file: string): string {
  return `everything that OpenTofu has said: ${file}`;
}

/** Printed after an apply. */
export function applied(cluster: string, seconds: number): string {
  return `applied ${cluster} in ${durationText(seconds)}`;
}

/** Printed after an apply: the next steps. */
export function nextStepsTold(commands: readonly string[]): string {
  return ['next:', ...commands.map((command) => `  ${command}`)].join('\n');
}

function durationText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

/** A local state that OpenTofu cannot read, or would take for none. */
export function stateDamaged(file: string, problem: 'empty' | 'no state', backup: string | undefined): string {
  const what =
    problem === 'empty'
      ? 'is empty, and OpenTofu would take that for a cluster that does not exist'
      : 'is damaged: it is not the JSON of a state';
  const way =
    backup === undefined
      ? 'put a copy of it in its place; without one, see docs/recovery.md before anything is applied'
      : `put a copy of it in its place; ${backup} is what it was before the last change: cp ${backup} ${file}`;
  return `${file} ${what}; nothing was changed; ${way}`;
}

/** Printed before providers are fetched for the first time. */
export function initialising(directory: string): string {
  return `tofu init in ${directory}`;
}

/** Printed before secrets are made that nothing else has. */
export function keepingSecrets(addresses: readonly string[]): string {
  return `first into the state, so that nothing can lose them: ${addresses.join(', ')}`;
}

/** Printed before images are downloaded, which takes its time. */
export function downloadingImages(addresses: readonly string[]): string {
  return `downloading first, so that nothing is removed before it is there: ${addresses.join(', ')}`;
}

/** Printed before triggers are made whose creation would replace machines. */
export function keepingTriggers(addresses: readonly string[]): string {
  return `first into the state, so that no import replaces a machine: ${addresses.join(', ')}`;
}

/** Printed by a plan, which changes nothing. */
export function triggersMissing(machines: readonly string[], triggers: readonly string[]): string {
  const what = machines.length === 0 ? 'the machines that it imports' : machines.join(', ');
  return (
    `this plan is not what an apply would do: ${what} must be imported, and not created or replaced; ` +
    `apply first writes ${triggers.join(', ')} into the state, which changes no machine, and plans again`
  );
}

/** Printed before it is planned again. */
export function machinesFound(addresses: readonly string[]): string {
  return (
    `${addresses.join(', ')}: already exists and is not in the state; created again it would get a second system disk, ` +
    'so it is imported instead, and planned again; where its guest agent is silent, as before Talos is configured, ' +
    'the import waits 15 minutes for it and goes on'
  );
}

/** Printed after credentials were written. */
export function credentialsWritten(file: string, what: 'machines' | 'cluster'): string {
  return `written: ${file}, with which anybody may do everything with the ${what}; keep it out of Git`;
}

/** A state without such credentials. */
export function credentialsMissing(cluster: string, output: string): string {
  return `the state of ${cluster} has no output ${output}; apply the cluster first`;
}

/** A step of OpenTofu that failed; what it said was passed on. */
export function tofuFailed(step: string, exitCode: number): string {
  return `tofu ${step} failed with exit code ${exitCode}`;
}

/** Output of `tofu show` that is not JSON. */
export function planNotReadable(): string {
  return 'tofu show -json printed something else than JSON; is this OpenTofu 1.11 or newer?';
}

/** Something after `--` that is no option. */
export function tofuArgumentNotAnOption(got: string): string {
  return `"${got}" is no option of tofu; name one cluster, and write options of tofu after --, such as -- -target=ADDRESS`;
}

/** An option of tofu that stands among those of the command, as npm takes one `--` for itself. */
export function tofuOptionBeforeDashes(option: string): string {
  return `${option} is an option of tofu; write it after -- behind the name of the cluster, such as: lab -- ${option}; with npm run, that is a second --`;
}

/** An option of tofu that would take the plan out of the guard's hands. */
export function tofuOptionTaken(option: string, instead: string): string {
  return `${option} may not be passed on: ${instead}`;
}

/** Nobody can be asked. */
export function nobodyToConfirm(): string {
  return 'there is no terminal to ask on; pass --yes to apply what the guard allows';
}

/** A person said no. */
export function notConfirmed(): string {
  return 'nothing was applied';
}

/** A signal ended the command. */
export function interrupted(signal: string): string {
  return `stopped by ${signal}`;
}

/** The question before an apply. */
export function confirmQuestion(cluster: string): string {
  return `Apply this plan to ${cluster}? Only yes will be accepted: `;
}

/** A first apply whose state anybody can read who gets hold of the file. */
export function clearTextWarning(file: string): string {
  return `warning: ${clearText(file)}`;
}

/** The question before the first apply of a state in clear text. */
export function clearTextQuestion(file: string): string {
  return `${clearText(file)}\nGo on without encryption? Only yes will be accepted: `;
}

function clearText(file: string): string {
  return (
    `${file} will hold every secret of the cluster in clear text, because state encryption is off; ` +
    'to encrypt it, write state.encryption: on in the cluster file, set STATE_PASSPHRASE and apply again'
  );
}

/** A file of the state whose mode cannot be changed. */
export function stateNotClosed(path: string, reason: string): string {
  return `warning: ${path} may be readable by others: ${reason}`;
}

/** How a known interruption is overcome. */
export function recoveryAdvice(message: string, command: string): string {
  return `${message}\n  go on with: ${command}`;
}

/** A file that was written for the next apply. */
export function recoveryWritten(file: string): string {
  return `written: ${file}; it is removed after the next apply that succeeds`;
}

/** A file that the last apply made superfluous. */
export function recoveryRemoved(file: string): string {
  return `removed: ${file}, which is no longer needed`;
}

/** A path that leads to no key of the cluster file. */
export function keyUnknown(
  got: string,
  {
    meant,
    known: { at, keys },
  }: { readonly meant: readonly string[]; readonly known: { readonly at: string; readonly keys: readonly string[] } },
): string {
  if (meant.length > 0) return `the cluster file has no key ${got}; did you mean ${meant.join(' or ')}?`;
  const place = at === '' ? 'the file' : at;
  const others = keys.length === 0 ? `${place} has no keys` : `${place} has the keys ${keys.join(', ')}`;
  return `the cluster file has no key ${got}; ${others}`;
}

/** A command whose output has no schema. */
export function schemaUnknown(got: string, known: readonly string[], nearest: string | undefined): string {
  const meant = nearest === undefined ? '' : `did you mean "${nearest}"? `;
  return `no JSON Schema of "${got}"; ${meant}there is one of cluster files, without a name, and of ${known.join(', ')}`;
}

/** An example that the package does not have. */
export function exampleUnknown(got: string, known: readonly string[], nearest: string | undefined): string {
  const meant = nearest === undefined ? '' : `did you mean "${nearest}"? `;
  return `no example is called "${got}"; ${meant}there are ${known.join(', ')}`;
}

/** Told beside an example: files that it reads, and how they come into the project. */
export function exampleFilesNeeded(files: readonly string[]): string {
  const commands = files.map((file) => {
    const folder = file.slice(0, file.lastIndexOf('/'));
    return `  mkdir -p ${folder} && cp node_modules/cdktf-proxmox-talos/${file} ${folder}/`;
  });
  return [
    `the example reads ${files.length === 1 ? 'a file' : 'files'} of the package; in your project:`,
    ...commands,
  ].join('\n');
}

/** Told after the faults of cluster files. */
export function clustersRefused(faults: number): string {
  return faults === 1 ? '1 fault' : `${faults} faults`;
}

/** Settings of a project that are no JSON. */
export function projectFileUnreadable(file: string): string {
  return `${file}: cannot be read as JSON`;
}

/** An option that means nothing to the program of the project. */
export function optionOfOwnProgram(option: string, program: string): string {
  return `${option} is not for this project: its own program synthesizes it, "${program}" in cdktf.json`;
}

/** The program of the project cannot be started. */
export function projectProgramFailed(program: string, reason: string): string {
  return `cannot start "${program}" of cdktf.json: ${reason}`;
}

/** An option or an argument that names a place, and is empty. */
export function valueEmpty(form: string): string {
  const [name = '', value = name] = form.split(' ');
  return `${name} is empty: write ${value}, or leave it out where that is possible`;
}

/** The program of the project failed where the packages of the project are missing. */
export function projectNotInstalled(): string {
  return 'the packages of this project are not installed: npm install';
}

/** The program of the project has synthesized, and does not say what. */
export function projectProgramReportsNothing(program: string): string {
  return (
    `"${program}" of cdktf.json has run, and reports nothing that --json could print: ` +
    'it has to call runApp of cdktf-proxmox-talos/app'
  );
}

/** Told beside the images of a cluster: those that come with something else. */
export function imagesOfTalos(hasFlux: boolean): string {
  const flux = hasFlux ? '; those of Flux: flux install --export | grep image:' : '';
  return `not listed: images that come with Talos and Kubernetes themselves, which talosctl images k8s-bundle lists${flux}`;
}

/** A version of Node that the package does not work with. */
export function nodeTooOld(version: string, range: string): string {
  return `${version} is not ${range}, which this package needs; install a newer one from https://nodejs.org`;
}

/** No bash. */
export function bashMissing(): string {
  return 'not found, and an apply waits for the Kubernetes API in it; install bash, and have it on the PATH';
}

/** A cluster of which nothing is wrong. */
export function clusterHealthy(machines: number): string {
  return `${machines === 1 ? '1 machine' : `${machines} machines`}; everything that it needs is there`;
}

/** A picture or a page is there. */
export function fileWritten(file: string): string {
  return `wrote ${file}`;
}

/** A width of a picture that is none. */
export function diagramWidthInvalid(got: string, narrowest: number, widest: number): string {
  return `--width ${got}: must be a whole number of pixels from ${narrowest} to ${widest}`;
}

/** An empty name of a file. */
export function fileNameEmpty(option: string): string {
  return `${option} is empty: name the file to write, or - for standard output`;
}

/** Two results for one output. */
export function bothPrinted(option: string): string {
  return `${option} and --html - both print: name a file for the page`;
}

/** A clone in which the homelab was not compiled. */
export function homelabNotCompiled(): string {
  return 'the simulated homelab is not compiled; in a clone, write npm run try -- <cluster>';
}
