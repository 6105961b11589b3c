// Package kubelet is what the machines of a cluster and its Kubernetes side know of each other.
package kubelet

import (
	"net/netip"

	"github.com/siderolabs/talos/pkg/machinery/config"
)

// Node is a machine as Kubernetes sees it.
type Node struct {
	// Name is the hostname of the machine, and the name of its Node object.
	Name         string
	Address      netip.Addr
	ControlPlane bool
	// WithoutLink are virtual addresses of the configuration on links that the machine does not have: it never takes them.
	WithoutLink []netip.Addr
	// Etcd tells control planes apart whose cluster has been bootstrapped more than once: each etcd makes a cluster of its
	// own, with an API of its own. It is empty for the first one and for workers.
	Etcd string
	// Where the machine runs, for people and tests: endpoint, host and number; empty for a physical machine.
	Where string
	// TalosVersion is the release that the machine runs, such as v1.13.9.
	TalosVersion string
	// Schematic is the id of the schematic that its image was made of; empty if it has none.
	Schematic string
	// BootID is what the kernel calls itself since the machine was booted, as the kubelet tells it.
	BootID string
}

// Status says which components of a machine are healthy. The first three exist on a control plane only.
type Status struct {
	APIServer         bool
	ControllerManager bool
	Scheduler         bool
	Kubelet           bool
	// Message says why one of them is not healthy; empty when all are.
	Message string
}

// Kubernetes runs the Kubernetes side of all clusters; config.Cluster().ID() tells them apart.
type Kubernetes interface {
	// Bootstrap starts the API of the cluster of this configuration, once; bootstrap manifests are applied behind it.
	Bootstrap(node Node, config config.Config) error
	// Join has a configured machine's kubelet and, on a control plane, its API server come up; again after a changed
	// configuration.
	Join(node Node, config config.Config) error
	// Leave stops what Join started: the machine is off or reset; its Node object stays and becomes not ready.
	Leave(node Node, config config.Config)
	// Status tells which components are healthy on the machine.
	Status(node Node, config config.Config) Status
}
