// Package machineconfig makes and checks machine configurations with Talos' own library, in the steps of its provider:
// generate for the contract, load the patches, apply them, and then what only a node does: validate.
package machineconfig

import (
	"fmt"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/gendata"
)

// Request is one machine configuration to make.
type Request struct {
	Name            string `json:"name"`
	ClusterName     string `json:"clusterName"`
	ClusterEndpoint string `json:"clusterEndpoint"`
	// Contract is the Talos version to write for, such as v1.13; empty is the newest one.
	Contract string `json:"contract"`
	// KubernetesVersion is accepted with and without v; empty is the one of the library.
	KubernetesVersion string   `json:"kubernetesVersion"`
	MachineType       string   `json:"machineType"`
	ConfigPatches     []string `json:"configPatches"`
	Mode              Mode     `json:"mode"`
	// PlacesIn are the numbers of the patches in which the causes of faults are looked for, first things first; without it
	// nothing is looked for.
	PlacesIn []int `json:"placesIn"`
	// Documents says that the finished configuration is wanted too.
	Documents bool `json:"documents"`
	// Text says that it is wanted as a machine gets it.
	Text bool `json:"text"`
}

// ProviderKubernetesVersion is the one that the provider writes where none is given, by the library that it is built with.
const ProviderKubernetesVersion = "1.37.0"

// Defaults of the provider, which it writes where no patch says otherwise.
const (
	providerInstallDisk = "/dev/sda"
	// providerInstaller is the one of a schematic without anything in it.
	providerInstaller = "factory.talos.dev/metal-installer/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba:v1.14.1"
)

// Generate returns the configuration with its patches applied. All secrets in it are placeholders.
func Generate(request Request) (config.Provider, error) {
	contract, err := parseContract(request.Contract)
	if err != nil {
		return nil, err
	}

	options := []generate.Option{
		generate.WithSecretsBundle(placeholderSecrets(contract)),
		generate.WithClusterDiscovery(true),
	}

	if contract.Greater(config.TalosVersion1_13) {
		// there is a document for it, which must name a disk, on every machine
		options = append(options,
			generate.WithInstallDisk(providerInstallDisk),
			generate.WithInstallImage(providerInstaller),
		)
	}

	return build(request, options...)
}

// Text returns the configuration as the provider hands it out, with the given secrets and the provider's own installer and
// disk, which a patch should set.
func Text(request Request, bundle *secrets.Bundle, comments encoder.CommentsFlags) (string, error) {
	if request.KubernetesVersion == "" {
		request.KubernetesVersion = ProviderKubernetesVersion
	}

	generated, err := build(request,
		generate.WithSecretsBundle(bundle),
		generate.WithClusterDiscovery(true),
		generate.WithDNSDomain(constants.DefaultDNSDomain),
		generate.WithInstallDisk(providerInstallDisk),
		generate.WithInstallImage(providerInstaller),
	)
	if err != nil {
		return "", err
	}

	return generated.EncodeString(encoder.WithComments(comments))
}

// Writable says why a contract that the provider writes cannot be written here: the library is older than the provider's,
// and would write the newest contract that it knows.
func Writable(contract string) error {
	wanted, err := parseContract(contract)
	if err != nil {
		return err
	}

	known, err := config.ParseContractFromVersion(gendata.VersionTag)
	if err != nil {
		return err
	}

	if wanted.Greater(known) {
		return fmt.Errorf("talos_version is %s, and Talos' library in this program is %s; set talos_version to %s or less",
			contract, gendata.VersionTag, known)
	}

	return nil
}

func build(request Request, options ...generate.Option) (config.Provider, error) {
	machineType, err := parseMachineType(request.MachineType)
	if err != nil {
		return nil, err
	}

	contract, err := parseContract(request.Contract)
	if err != nil {
		return nil, err
	}

	input, err := generate.NewInput(request.ClusterName, request.ClusterEndpoint, kubernetesVersion(request),
		append(options, generate.WithVersionContract(contract))...)
	if err != nil {
		return nil, err
	}

	base, err := input.Config(machineType)
	if err != nil {
		return nil, err
	}

	patches, err := configpatcher.LoadPatches(request.ConfigPatches)
	if err != nil {
		return nil, err
	}

	return apply(base, patches)
}

// PatchError says in which step patches could not be applied.
type PatchError struct {
	// Step is such as "loading config patches".
	Step string
	Err  error
}

// Error is what the provider says where it does not tell the steps apart.
func (e *PatchError) Error() string { return "error " + e.Step + ": " + e.Err.Error() }

// Unwrap is the error of Talos' library.
func (e *PatchError) Unwrap() error { return e.Err }

// Patch applies patches to the text of a configuration; without any the text stays as it is. Its errors are PatchErrors.
func Patch(text string, patchTexts []string) (patched string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = &PatchError{"applying config patches", crash(fault)}
		}
	}()

	patches, err := configpatcher.LoadPatches(patchTexts)
	if err != nil {
		return "", &PatchError{"loading config patches", err}
	}

	output, err := configpatcher.Apply(configpatcher.WithBytes([]byte(text)), patches)
	if err != nil {
		return "", &PatchError{"applying config patches", err}
	}

	content, err := output.Bytes()
	if err != nil {
		return "", &PatchError{"converting config to bytes", err}
	}

	return string(content), nil
}

func crash(fault any) error {
	return fmt.Errorf("a patch crashes Talos, as `$patch: delete` of a document that is not there or a date without quotes does: %v", fault)
}

// apply also copies and encodes the result, as the provider does: it is there that Talos crashes on a document that is left
// over.
func apply(base config.Provider, patches []configpatcher.Patch) (patched config.Provider, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = crash(fault)
		}
	}()

	output, err := configpatcher.Apply(configpatcher.WithConfig(base), patches)
	if err != nil {
		return nil, err
	}

	if patched, err = output.Config(); err != nil {
		return nil, err
	}

	// a copy is made wherever a configuration is shown, and Talos crashes there on what cannot be copied, such as dates
	_, err = patched.RedactSecrets(Placeholder).EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))

	return patched, err
}

func kubernetesVersion(request Request) string {
	if request.KubernetesVersion == "" {
		return constants.DefaultKubernetesVersion
	}

	return strings.TrimPrefix(request.KubernetesVersion, "v")
}

// parseMachineType accepts the two types that a cluster is made of.
func parseMachineType(text string) (machine.Type, error) {
	switch text {
	case machine.TypeControlPlane.String():
		return machine.TypeControlPlane, nil
	case machine.TypeWorker.String():
		return machine.TypeWorker, nil
	default:
		return machine.TypeUnknown, fmt.Errorf("machine type %q is neither controlplane nor worker", text)
	}
}

// parseContract reads a Talos version; none is the newest contract of the library.
func parseContract(text string) (*config.VersionContract, error) {
	if text == "" {
		return config.TalosVersionCurrent, nil
	}

	return config.ParseContractFromVersion(text)
}
