package kubernetes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"cdktf-proxmox-talos/simulator/internal/kubelet"
)

// Cluster describes a cluster for people and tests.
type Cluster struct {
	Name string `json:"name"`
	// Endpoints are the addresses on which the API is reached now.
	Endpoints []string `json:"endpoints"`
	Nodes     []Node   `json:"nodes"`
	// Manifests are those that were applied at bootstrap and later, as kind/namespace/name.
	Manifests []string `json:"manifests"`
	// Error is what does not work; empty when everything does.
	Error string `json:"error,omitempty"`
}

// Node is a Node object.
type Node struct {
	Name  string `json:"name"`
	Ready bool   `json:"ready"`
}

// cluster is what machines have said of a cluster, and what its keeper has made of it.
type cluster struct {
	name      string
	directory string
	ended     chan struct{}
	wake      chan struct{}

	mu      sync.Mutex
	members map[string]*member
	// founder is the control plane that was bootstrapped; nil before.
	founder *founder
	view    view
}

// founder is a bootstrap.
type founder struct {
	name string
	// outcome gets the result, once.
	outcome chan error
}

// view is what the keeper has seen last.
type view struct {
	endpoints []netip.AddrPort
	nodes     []Node
	applied   []string
	// servers says what keeps the API servers of control planes from running, by their settings.
	servers map[string]error
	// addresses says what keeps addresses from being opened.
	addresses map[netip.AddrPort]error
	etcd      error
	session   error
	nodeFault error
	manifests error
	pods      error
	flux      error
}

func newCluster(ctx context.Context, s *Server, name, directory string) *cluster {
	c := &cluster{
		name: name, directory: directory,
		ended: make(chan struct{}), wake: make(chan struct{}, 1), members: map[string]*member{},
	}

	go newKeeper(c, s).run(ctx)

	return c
}

// changed has the keeper look again.
func (c *cluster) changed() {
	select {
	case c.wake <- struct{}{}:
	default: // it will look anyway
	}
}

func (c *cluster) bootstrap(ctx context.Context, member *member) error {
	founder := &founder{name: member.node.Name, outcome: make(chan error, 1)}

	c.mu.Lock()

	if err := c.mayBootstrap(member); err != nil {
		c.mu.Unlock()

		return err
	}

	c.put(member)
	c.forget()
	c.founder = founder
	c.view = view{}
	c.mu.Unlock()
	c.changed()

	select {
	case err := <-founder.outcome:
		return err
	case <-ctx.Done():
		return errors.New("the simulator ends")
	}
}

// forget drops what belonged to a cluster that was there before.
func (c *cluster) forget() {
	for name, known := range c.members {
		if known.joined {
			changed := *known
			changed.registered = false
			c.members[name] = &changed
		} else {
			delete(c.members, name)
		}
	}
}

// mayBootstrap refuses a second bootstrap, which would found another cluster beside the first.
func (c *cluster) mayBootstrap(member *member) error {
	if c.founder == nil {
		return nil
	}

	if c.founder.name == member.node.Name {
		return fmt.Errorf("cluster %s is bootstrapped already", c.name)
	}

	for _, other := range c.members {
		if other.joined && other.node.ControlPlane && other.node.Name != member.node.Name {
			return fmt.Errorf("cluster %s is bootstrapped already: control plane %s is up", c.name, other.node.Name)
		}
	}

	return nil
}

func (c *cluster) join(member *member) {
	c.mu.Lock()
	c.put(member)
	c.mu.Unlock()
	c.changed()
}

func (c *cluster) put(member *member) {
	if before := c.members[member.node.Name]; before != nil {
		member.follow(before)
	}

	for name, other := range c.members {
		if name != member.node.Name && other.joined && other.node.Address == member.node.Address {
			c.members[name] = other.left() // the machine has got another hostname
		}
	}

	c.members[member.node.Name] = member
}

func (c *cluster) leave(node kubelet.Node) {
	c.mu.Lock()

	known := c.members[node.Name]
	// another machine may have come under the name of this one
	isSame := known != nil && (known.node.Where == node.Where || known.node.Address == node.Address)

	if isSame && known.joined {
		c.members[node.Name] = known.left()
	}

	if c.founder != nil && c.founder.name == node.Name {
		c.founder = &founder{outcome: c.founder.outcome} // it may come back empty and be bootstrapped again
	}

	c.mu.Unlock()
	c.changed()
}

// unfound takes back a bootstrap that has failed.
func (c *cluster) unfound(failed *founder) {
	c.mu.Lock()
	defer c.mu.Unlock()

	if c.founder == failed {
		c.founder = nil
	}
}

// snapshot are the members as they are now, ordered by name; nobody changes them.
func (c *cluster) snapshot() ([]*member, *founder) {
	c.mu.Lock()
	defer c.mu.Unlock()

	members := slices.SortedFunc(maps.Values(c.members), func(a, b *member) int { return cmp.Compare(a.node.Name, b.node.Name) })

	return members, c.founder
}

// update writes what the keeper has seen.
func (c *cluster) update(change func(*view)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.view)
}

// replace puts another version of a member in the place of one that is still there.
func (c *cluster) replace(old *member, change func(*member)) {
	c.mu.Lock()
	defer c.mu.Unlock()

	if c.members[old.node.Name] == old {
		changed := *old
		change(&changed)
		c.members[old.node.Name] = &changed
	}
}

func (c *cluster) status(node kubelet.Node) kubelet.Status {
	c.mu.Lock()
	defer c.mu.Unlock()

	member := c.members[node.Name]

	switch {
	case member == nil || !member.joined:
		return kubelet.Status{Message: "the machine has not joined cluster " + c.name}
	case c.founder == nil:
		return kubelet.Status{Message: "cluster " + c.name + " has not been bootstrapped"}
	}

	status := kubelet.Status{Kubelet: member.registered}

	var faults []string

	if member.node.ControlPlane {
		status.APIServer = slices.Contains(c.view.endpoints, member.addresses()[0])
		status.ControllerManager, status.Scheduler = status.APIServer, status.APIServer

		for _, component := range components(member) {
			if component.disabled == "" {
				continue
			}

			faults = append(faults, component.name+" is switched off by "+component.disabled)
			status.ControllerManager = status.ControllerManager && component.name != "kube-controller-manager"
			status.Scheduler = status.Scheduler && component.name != "kube-scheduler"
		}

		faults = append(faults, c.faultsOf(member)...)

		if !status.APIServer && len(faults) == 0 {
			faults = append(faults, "kube-apiserver is starting")
		}
	}

	if member.fault != "" {
		faults = append(faults, member.fault)
	} else if !status.Kubelet && member.refused != "" {
		faults = append(faults, "kubelet: "+member.refused)
	} else if !status.Kubelet {
		faults = append(faults, "kubelet: not registered yet")
	}

	status.Message = strings.Join(faults, "; ")

	return status
}

// faultsOf are what is wrong on a control plane.
func (c *cluster) faultsOf(member *member) []string {
	faults := []error{c.view.etcd, c.view.servers[member.serverKey], c.view.session, c.view.manifests}

	for _, address := range member.addresses() {
		faults = append(faults, c.view.addresses[address])
	}

	return textsOf(faults)
}

func textsOf(faults []error) []string {
	var texts []string

	for _, fault := range faults {
		if fault != nil {
			texts = append(texts, strings.ReplaceAll(fault.Error(), "\n", "; "))
		}
	}

	return texts
}

func (c *cluster) describe() Cluster {
	c.mu.Lock()
	defer c.mu.Unlock()

	described := Cluster{
		Name: c.name, Endpoints: []string{},
		Nodes: append([]Node{}, c.view.nodes...), Manifests: append([]string{}, c.view.applied...),
	}

	for _, endpoint := range c.view.endpoints {
		described.Endpoints = append(described.Endpoints, endpoint.String())
	}

	faults := []error{c.view.etcd, c.view.session, c.view.nodeFault, c.view.manifests, c.view.pods, c.view.flux}

	for _, key := range sortedKeys(c.view.servers) {
		faults = append(faults, c.view.servers[key])
	}

	for _, address := range slices.SortedFunc(maps.Keys(c.view.addresses), netip.AddrPort.Compare) {
		faults = append(faults, c.view.addresses[address])
	}

	texts := textsOf(faults)

	for _, name := range sortedKeys(c.members) {
		if member := c.members[name]; member.joined && member.fault != "" {
			texts = append(texts, name+": "+member.fault)
		}
	}

	described.Error = strings.Join(texts, "; ")

	return described
}
