package kubernetes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"cdktf-proxmox-talos/simulator/internal/kubelet"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
)

// member is a machine that belongs to a cluster, or has belonged to it while its Node object is still there.
type member struct {
	node       kubelet.Node
	config     config.Config
	virtualIPs []netip.Addr
	// serverKey is the same for control planes that can share a kube-apiserver; empty for a worker.
	serverKey string
	// joined is set while the machine is on.
	joined bool
	// registered is set once its kubelet has made or found its Node object since it joined.
	registered bool
	// revisions count the changes of each component of the control plane.
	revisions map[string]int
	// fault says why the kubelet cannot register.
	fault string
	// refused is what the API server has refused to the kubelet, or to Talos in its name.
	refused string
}

// newMember reads what matters to Kubernetes from a machine configuration, and refuses what is not modelled.
func newMember(node kubelet.Node, cfg config.Config) (*member, error) {
	if cfg.Machine() == nil || cfg.Cluster() == nil || clusterID(cfg) == "" {
		return nil, fmt.Errorf("the configuration of machine %s has no cluster.id", node.Name)
	}

	if !node.Address.Is4() || !node.Address.IsLoopback() {
		return nil, fmt.Errorf("machine %s has the address %s; a simulated one has an address of 127.0.0.0/8", node.Name, node.Address)
	}

	m := &member{node: node, config: cfg, joined: true, revisions: map[string]int{}}

	if _, err := mirrorPods(m, emptyNode(node.Name)); err != nil {
		return nil, err
	}

	if !node.ControlPlane {
		return m, nil
	}

	var err error

	if m.virtualIPs, err = virtualIPs(cfg); err != nil {
		return nil, err
	}

	m.virtualIPs = slices.DeleteFunc(m.virtualIPs, func(address netip.Addr) bool { return slices.Contains(node.WithoutLink, address) })

	for _, address := range m.virtualIPs {
		if !address.Is4() || !address.IsLoopback() {
			return nil, fmt.Errorf("the virtual IP %s is not an address of 127.0.0.0/8, as a simulated one is", address)
		}
	}

	if m.serverKey, err = keyOf(cfg); err != nil {
		return nil, err
	}

	if _, err := etcdArguments(cfg, "", netip.AddrPort{}, netip.AddrPort{}); err != nil {
		return nil, err
	}

	if _, err := defaultManifests(cfg); err != nil {
		return nil, err
	}

	for _, component := range components(m) {
		m.revisions[component.name] = 1
	}

	return m, nil
}

// follow takes over what the machine was before its configuration has changed.
func (m *member) follow(before *member) {
	if before.joined {
		m.registered = before.registered
	}

	if !m.node.ControlPlane || !before.node.ControlPlane {
		return
	}

	old := map[string]string{}
	for _, component := range components(before) {
		old[component.name] = before.contentOf(component)
	}

	for _, component := range components(m) {
		m.revisions[component.name] = before.revisions[component.name]
		if old[component.name] != m.contentOf(component) {
			m.revisions[component.name]++
		}
	}
}

// left is the machine when it is off.
func (m *member) left() *member {
	off := *m
	off.joined, off.registered = false, false

	return &off
}

func (m *member) contentOf(c component) string {
	text, err := json.Marshal([]any{c.image, c.args, c.disabled})
	if err != nil {
		panic(err) // strings only
	}

	if c.name == "kube-apiserver" {
		return string(text) + m.serverKey
	}

	return string(text)
}

// registrationFault says why the kubelet of a machine cannot register in the cluster of another one; empty if it can.
func (m *member) registrationFault(controlPlane *member) string {
	own, others := m.config.Cluster(), controlPlane.config.Cluster()
	authority, _ := issuingCA(m.config)
	served, _ := issuingCA(controlPlane.config)

	switch {
	case authority == nil || !bytes.Equal(authority, served):
		return "kubelet: the API server has a certificate of another authority than cluster.ca of the machine"
	case own.Token().ID() != others.Token().ID() || own.Token().Secret() != others.Token().Secret():
		return "kubelet: the API server does not know cluster.token of the machine"
	case !m.hasNodeIP():
		return fmt.Sprintf("kubelet: no address of the machine lies in machine.kubelet.nodeIP.validSubnets %s; it has %s",
			strings.Join(m.config.K8sNodeConfig().NodeIP().ValidSubnets(), ", "), m.node.Address)
	default:
		if _, err := initialNode(m); err != nil {
			return "kubelet: " + err.Error()
		}

		return ""
	}
}

func (m *member) hasNodeIP() bool {
	subnets := m.config.K8sNodeConfig().NodeIP().ValidSubnets()
	isInside := func(subnet string) bool {
		prefix, err := netip.ParsePrefix(strings.TrimPrefix(subnet, "!"))

		return err == nil && prefix.Contains(m.node.Address)
	}

	wanted := slices.DeleteFunc(slices.Clone(subnets), func(subnet string) bool { return strings.HasPrefix(subnet, "!") })
	unwanted := slices.DeleteFunc(slices.Clone(subnets), func(subnet string) bool { return !strings.HasPrefix(subnet, "!") })

	return (len(wanted) == 0 || slices.ContainsFunc(wanted, isInside)) && !slices.ContainsFunc(unwanted, isInside)
}

// addresses are where the API of a control plane is reached.
func (m *member) addresses() []netip.AddrPort {
	port := uint16(m.config.K8sAPIServerConfig().APIPort())
	all := []netip.AddrPort{netip.AddrPortFrom(m.node.Address, port)}

	for _, address := range m.virtualIPs {
		all = append(all, netip.AddrPortFrom(address, port))
	}

	return all
}
