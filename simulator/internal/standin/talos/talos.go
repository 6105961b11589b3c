// Package talos makes a stand-in behave like the provider siderolabs/talos 0.12: it makes real secrets, configurations and
// certificates with Talos' own library, and calls nodes and the Image Factory in the same order, with the same retries and
// the same traps.
package talos

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/rules"
)

// contract is the Talos version that the provider writes for where none is given: that of its library.
const contract = "v1.14"

// Behaviour is the one of the provider. What talos_machine and talos_cluster do on nodes is not modelled: they are
// validated, and planned as new.
func Behaviour() standin.Behaviour {
	factory := &factory{}

	return standin.Behaviour{
		Configure: factory.configure,
		Resources: map[string]standin.Resource{
			"talos_cluster":                     {Rules: clusterRules()},
			"talos_machine":                     {Rules: machineRules()},
			"talos_machine_secrets":             secretsResource(),
			"talos_machine_configuration_apply": applyResource(),
			"talos_machine_bootstrap":           bootstrapResource(),
			"talos_cluster_kubeconfig":          kubeconfigResource(),
			"talos_image_factory_schematic":     schematicResource(factory),
		},
		DataSources: map[string]standin.DataSource{
			"talos_machine_configuration":             {Rules: configurationRules(), Read: readConfiguration},
			"talos_client_configuration":              {Rules: []standin.Rule{clusterNamed()}, Read: readClientConfiguration},
			"talos_cluster_health":                    {Rules: []standin.Rule{rules.Timeouts}, Read: readHealth},
			"talos_cluster_kubeconfig":                {Rules: []standin.Rule{rules.Timeouts}, Read: readKubeconfig},
			"talos_machine_disks":                     {Rules: []standin.Rule{rules.Timeouts}, Read: readDisks},
			"talos_image_factory_urls":                imageURLs(factory),
			"talos_image_factory_versions":            {Read: factory.readVersions},
			"talos_image_factory_extensions_versions": {Read: factory.readExtensions},
			"talos_image_factory_overlays_versions":   {Read: factory.readOverlays},
		},
		Ephemerals: map[string]standin.DataSource{
			"talos_machine_secrets":       {Rules: []standin.Rule{versionIsContract()}, Read: openSecrets},
			"talos_machine_configuration": {Rules: configurationRules(), Read: openConfiguration},
			"talos_client_configuration":  {Rules: certificateRules(), Read: openClientConfiguration},
			"talos_cluster_kubeconfig":    {Rules: certificateRules(), Read: openKubeconfig},
			"talos_cluster_health":        {Rules: []standin.Rule{rules.Timeouts}, Read: openHealth},
		},
	}
}

func text(content string) tftypes.Value { return tftypes.NewValue(tftypes.String, content) }

func truth(content bool) tftypes.Value { return tftypes.NewValue(tftypes.Bool, content) }

// planEndpoint plans the endpoint of a node where none is given: the node itself. It is false while either is unknown.
func planEndpoint(change *standin.Change) bool {
	if !change.Config["endpoint"].IsKnown() || !change.Config["node"].IsKnown() {
		return false
	}

	if change.Config["endpoint"].IsNull() {
		change.Planned["endpoint"] = change.Config["node"]
	}

	return true
}

// asPlanned is an update that only changes the state.
func asPlanned(_ context.Context, _, planned, _ standin.Values) (standin.Values, error) {
	return planned, nil
}
