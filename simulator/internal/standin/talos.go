package standin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"

	"cdktf-proxmox-talos/simulator/internal/machineconfig"
)

// rule looks at one configuration and returns what is wrong with it, or nil. Values may be unknown.
type rule func(config map[string]tftypes.Value) *broken

type broken struct {
	attribute, summary, detail string
}

func (b *broken) path() *tftypes.AttributePath {
	return tftypes.NewAttributePath().WithAttributeName(b.attribute)
}

// Checks of siderolabs/talos that are not in its schema and that have cost people a failed apply.
var (
	resourceRules = map[string][]rule{
		"talos_machine_configuration_apply": {
			exactlyOne("client_configuration", "client_configuration_wo"),
			exactlyOne("machine_configuration_input", "machine_configuration_input_wo"),
			patchesLoad,
		},
		"talos_machine_bootstrap": {exactlyOne("client_configuration", "client_configuration_wo")},
		"talos_cluster":           {exactlyOne("client_configuration", "client_configuration_wo")},
		"talos_machine": {
			exactlyOne("client_configuration", "client_configuration_wo"),
			exactlyOne("machine_configuration", "machine_configuration_wo"),
			drainHasKubeconfig,
		},
	}
	dataSourceRules = map[string][]rule{"talos_machine_configuration": {endpointIsURL, patchesLoad, configurationIsGenerated}}
	ephemeralRules  = map[string][]rule{"talos_machine_configuration": {endpointIsURL, patchesLoad, configurationIsGenerated}}
)

func exactlyOne(names ...string) rule {
	return func(config map[string]tftypes.Value) *broken {
		set := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return config[name].IsNull() })
		if len(set) == 1 {
			return nil
		}

		return &broken{names[0], "Invalid Attribute Combination",
			fmt.Sprintf("exactly one of %s must be set, got %d.", strings.Join(names, ", "), len(set))}
	}
}

func drainHasKubeconfig(config map[string]tftypes.Value) *broken {
	drains := true
	if value := config["drain_on_upgrade"]; value.IsKnown() && !value.IsNull() {
		if err := value.As(&drains); err != nil {
			return &broken{"drain_on_upgrade", "Not a bool", err.Error()}
		}
	}

	if config["image"].IsNull() || !drains || !config["kubeconfig"].IsNull() || !config["kubeconfig_wo"].IsNull() {
		return nil
	}

	return &broken{"kubeconfig", "Missing kubeconfig for drain",
		"drain_on_upgrade = true requires kubeconfig or kubeconfig_wo when image is set."}
}

func endpointIsURL(config map[string]tftypes.Value) *broken {
	endpoint, known := text(config["cluster_endpoint"])
	if !known || strings.HasPrefix(endpoint, "https://") {
		return nil
	}

	return &broken{"cluster_endpoint", "Invalid cluster endpoint", fmt.Sprintf("got %q, it must start with https://.", endpoint)}
}

func patchesLoad(config map[string]tftypes.Value) *broken {
	patches, _ := texts(config["config_patches"])

	if _, err := configpatcher.LoadPatches(patches); err != nil {
		return &broken{"config_patches", "config_patches are invalid", err.Error()}
	}

	return nil
}

// configurationIsGenerated makes the configuration at validate, where the provider waits for the first apply.
func configurationIsGenerated(config map[string]tftypes.Value) *broken {
	request := machineconfig.Request{}

	for name, field := range map[string]*string{
		"cluster_name":       &request.ClusterName,
		"cluster_endpoint":   &request.ClusterEndpoint,
		"machine_type":       &request.MachineType,
		"talos_version":      &request.Contract,
		"kubernetes_version": &request.KubernetesVersion,
	} {
		known := false
		if *field, known = text(config[name]); !known {
			return nil
		}
	}

	var known bool
	if request.ConfigPatches, known = texts(config["config_patches"]); !known || patchesLoad(config) != nil {
		return nil
	}

	if _, err := machineconfig.Generate(request); err != nil {
		return &broken{"config_patches", "the machine configuration cannot be made", err.Error()}
	}

	return nil
}

// text reads a string; null is the empty one.
func text(value tftypes.Value) (content string, known bool) {
	if !value.IsKnown() {
		return "", false
	}

	if !value.IsNull() && value.As(&content) != nil {
		return "", false
	}

	return content, true
}

// texts reads the known strings of a list; known says whether these are all.
func texts(value tftypes.Value) (content []string, known bool) {
	var elements []tftypes.Value
	if !value.IsKnown() || (!value.IsNull() && value.As(&elements) != nil) {
		return nil, false
	}

	for _, element := range elements {
		if one, elementKnown := text(element); elementKnown {
			content = append(content, one)
		}
	}

	return content, len(content) == len(elements)
}
