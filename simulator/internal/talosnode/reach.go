package talosnode

import (
	"net/netip"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/constants"

	"cdktf-proxmox-talos/simulator/internal/firewall"
)

// etcdPort is where members of etcd talk to each other.
const etcdPort = 2380

// admits says whether a machine is reached at a port from an address. In maintenance mode there is no firewall, and what
// comes from the machine itself goes over its loopback interface, which no rule is about.
func (b *boot) admits(port uint16, from netip.Addr) bool {
	active := b.configuration()

	return active == nil || slices.Contains(b.reachable(), from) || firewall.Admits(active, port, from)
}

// reaches says whether the machine reaches a port of another one from the first of its addresses.
func (b *boot) reaches(other *boot, port uint16) bool {
	own := b.reachable()

	return len(own) > 0 && other.admits(port, own[0])
}

// runsEtcd says whether the machine can work with the etcd of another one: it is up, and both reach each other.
func (b *boot) runsEtcd(machineID string) bool {
	if !b.node.server.runsEtcd(machineID) {
		return false
	}

	other := b.node.server.find(machineID).current()

	return other != nil && (other == b || b.reaches(other, etcdPort) && other.reaches(b, etcdPort))
}

// reachesKubernetes says whether a worker gets through to the API of a control plane of its cluster; a control plane has
// an API of its own.
func (b *boot) reachesKubernetes() bool {
	active := b.configuration()
	if active.Machine().Type().IsControlPlane() {
		return true
	}

	port := uint16(active.K8sAPIServerConfig().APIPort())

	return slices.ContainsFunc(b.node.server.controlPlanesOf(active), func(other *boot) bool { return b.reaches(other, port) })
}

// controlPlanesOf are those that run in the cluster of a configuration.
func (s *Server) controlPlanesOf(of config.Provider) []*boot {
	var found []*boot

	for _, n := range s.all() {
		b := n.current()
		if b == nil {
			continue
		}

		active := b.configuration()
		if active != nil && active.Machine().Type().IsControlPlane() && clusterID(active) == clusterID(of) {
			found = append(found, b)
		}
	}

	return found
}

// signsFor says whether a worker reaches the service of a control plane that signs certificates.
func (b *boot) signsFor(worker *boot) bool { return worker.reaches(b, constants.TrustdPort) }
