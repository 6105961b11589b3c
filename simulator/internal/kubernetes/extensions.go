package kubernetes

import (
	"maps"

	"github.com/siderolabs/talos/pkg/machinery/constants"
)

// annotationsOf are the annotations of a machine, and the schematic of its image: Talos counts it among the extensions,
// which it tells as annotations where a value is no label.
func annotationsOf(of *member) map[string]string {
	annotations := maps.Clone(of.config.K8sNodeConfig().Annotations())
	if of.node.Schematic == "" {
		return annotations
	}

	if annotations == nil {
		annotations = map[string]string{}
	}

	annotations[constants.K8sExtensionPrefix+"schematic"] = of.node.Schematic

	return annotations
}
