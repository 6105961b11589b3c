package talos

import (
	"fmt"
	"strings"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"

	"cdktf-proxmox-talos/simulator/internal/machineconfig"
	"cdktf-proxmox-talos/simulator/internal/standin"
)

// Checks of siderolabs/talos that are not in its schema and that have cost people a failed apply.

func clientConfigured() standin.Rule {
	return standin.ExactlyOne("client_configuration", "client_configuration_wo")
}

func configurationRules() []standin.Rule {
	return []standin.Rule{endpointIsURL, patchesLoad, configurationIsGenerated}
}

func certificateRules() []standin.Rule {
	return []standin.Rule{
		readable("crt_ttl", "a duration such as 8760h", func(text string) error {
			_, err := time.ParseDuration(text)

			return err
		}),
		readable("not_before", "a time such as 2026-01-01T00:00:00Z", func(text string) error {
			_, err := time.Parse(time.RFC3339, text)

			return err
		}),
	}
}

// readable is the rule that an attribute, if it is known and given, can be parsed.
func readable(name, want string, parse func(text string) error) standin.Rule {
	return func(values standin.Values) *standin.Fault {
		text := standin.Text(values[name])
		if text == "" {
			return nil
		}

		if err := parse(text); err != nil {
			return &standin.Fault{Attribute: name, Summary: "invalid " + name, Detail: fmt.Sprintf("got %q, write %s: %s", text, want, err)}
		}

		return nil
	}
}

func versionIsContract() standin.Rule {
	return readable("talos_version", "a version such as v1.13", func(text string) error {
		_, err := config.ParseContractFromVersion(text)

		return err
	})
}

func drainHasKubeconfig(values standin.Values) *standin.Fault {
	drains := true
	if value := values["drain_on_upgrade"]; value.IsKnown() && !value.IsNull() {
		if err := value.As(&drains); err != nil {
			return &standin.Fault{Attribute: "drain_on_upgrade", Summary: "Not a bool", Detail: err.Error()}
		}
	}

	if values["image"].IsNull() || !drains || !values["kubeconfig"].IsNull() || !values["kubeconfig_wo"].IsNull() {
		return nil
	}

	return &standin.Fault{Attribute: "kubeconfig", Summary: "Missing kubeconfig for drain",
		Detail: "drain_on_upgrade = true requires kubeconfig or kubeconfig_wo when image is set."}
}

func endpointIsURL(values standin.Values) *standin.Fault {
	endpoint, known := standin.TextKnown(values["cluster_endpoint"])
	if !known || strings.HasPrefix(endpoint, "https://") {
		return nil
	}

	return &standin.Fault{Attribute: "cluster_endpoint", Summary: "Invalid cluster endpoint", Detail: fmt.Sprintf("got %q, it must start with https://.", endpoint)}
}

func patchesLoad(values standin.Values) *standin.Fault {
	patches, _ := standin.TextsKnown(values["config_patches"])

	if _, err := configpatcher.LoadPatches(patches); err != nil {
		return &standin.Fault{Attribute: "config_patches", Summary: "config_patches are invalid", Detail: err.Error()}
	}

	return nil
}

// configurationIsGenerated makes the configuration at validate, where the provider waits for the first apply.
func configurationIsGenerated(values standin.Values) *standin.Fault {
	request := machineconfig.Request{}

	for name, field := range map[string]*string{
		"cluster_name":       &request.ClusterName,
		"cluster_endpoint":   &request.ClusterEndpoint,
		"machine_type":       &request.MachineType,
		"talos_version":      &request.Contract,
		"kubernetes_version": &request.KubernetesVersion,
	} {
		known := false
		if *field, known = standin.TextKnown(values[name]); !known {
			return nil
		}
	}

	var known bool
	if request.ConfigPatches, known = standin.TextsKnown(values["config_patches"]); !known || patchesLoad(values) != nil {
		return nil
	}

	if _, err := machineconfig.Generate(request); err != nil {
		return &standin.Fault{Attribute: "config_patches", Summary: "the machine configuration cannot be made", Detail: err.Error()}
	}

	return nil
}
