package kubernetes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// keeper makes a cluster what its members say, again after each change and, while something fails, after a while.
type keeper struct {
	cluster *cluster
	server  *Server

	// founded is the bootstrap that all below belongs to.
	founded chan error
	settled bool

	etcd       *etcd
	servers    map[string]*serverSlot
	started    int
	forwarders map[netip.AddrPort]*forwarder
	session    *session
	manifests  *manifestProgress

	etcdRetry    backoff
	addressRetry backoff
	objectRetry  backoff
}

// serverSlot is the kube-apiserver of control planes with the same settings, also while it does not run.
type serverSlot struct {
	server    *apiServer
	directory string
	retry     backoff
	fault     error
}

func newKeeper(c *cluster, s *Server) *keeper {
	return &keeper{
		cluster: c, server: s,
		servers: map[string]*serverSlot{}, forwarders: map[netip.AddrPort]*forwarder{},
		manifests: newManifestProgress(s),
	}
}

func (k *keeper) run(ctx context.Context) {
	defer close(k.cluster.ended)
	defer k.stopAll()

	for {
		k.step(ctx)

		select {
		case <-ctx.Done():
			return
		case <-k.cluster.wake:
		case <-time.After(k.delay()):
		}
	}
}

// resync is how long nothing may happen before the keeper looks all the same: deadlines pass without an event.
const resync = 10 * time.Second

// delay is how long to wait for the next step: until what has failed is tried again, or Flux looks at its repositories.
func (k *keeper) delay() time.Duration {
	soonest := time.Now().Add(resync)
	if k.server.config.Flux {
		soonest = time.Now().Add(fluxInterval)
	}

	all := []backoff{k.etcdRetry, k.addressRetry, k.objectRetry, k.manifests.retry}
	for _, slot := range k.servers {
		all = append(all, slot.retry)
	}

	for _, one := range all {
		if one.delay > 0 && one.next.Before(soonest) {
			soonest = one.next
		}
	}

	return time.Until(soonest)
}

func (k *keeper) step(ctx context.Context) {
	members, founder := k.cluster.snapshot()
	if founder == nil {
		return
	}

	if founder.outcome != k.founded {
		k.found(founder)
	}

	controlPlanes := joinedControlPlanes(members)
	if len(controlPlanes) == 0 {
		k.stopAll()

		return
	}

	err := k.keepEtcd(ctx, controlPlanes[0])
	k.cluster.update(func(v *view) { v.etcd = err })

	if err == nil {
		k.keepServers(ctx, controlPlanes)
		k.keepForwarders(ctx, controlPlanes)
		err = k.serverFault(members, founder)
	}

	if k.settle(founder, err) {
		k.keepObjects(ctx, members, controlPlanes)
	}
}

func joinedControlPlanes(members []*member) []*member {
	return slices.DeleteFunc(slices.Clone(members), func(m *member) bool { return !m.joined || !m.node.ControlPlane })
}

// found starts from scratch: leftovers of another bootstrap are gone.
func (k *keeper) found(founder *founder) {
	k.stopAll()
	k.manifests = newManifestProgress(k.server)
	k.founded, k.settled = founder.outcome, false
	_ = os.RemoveAll(k.cluster.directory) // a rest of it makes the start fail, which is reported
}

// settle tells a bootstrap how it has ended. One that has failed leaves nothing; it says whether there is a cluster.
func (k *keeper) settle(founder *founder, err error) bool {
	if k.settled {
		return k.etcd != nil
	}

	k.settled = true

	if err != nil {
		k.stopAll()
		k.cluster.unfound(founder)
	}

	founder.outcome <- err

	return err == nil
}

func (k *keeper) serverFault(members []*member, founder *founder) error {
	for _, member := range members {
		if member.node.Name == founder.name && k.servers[member.serverKey] != nil {
			return k.servers[member.serverKey].fault
		}
	}

	return nil
}

func (k *keeper) keepEtcd(ctx context.Context, first *member) error {
	if k.etcd != nil && k.etcd.isRunning() {
		return nil
	}

	if !k.etcdRetry.isDue() {
		return errors.New("etcd has ended and is started again")
	}

	// the servers know its old address
	k.stopAll()

	started, err := startEtcd(ctx, k.server.config.Etcd, filepath.Join(k.cluster.directory, "etcd"), first.config, first.node.Address)
	k.etcdRetry.after(err)

	if err != nil {
		return err
	}

	k.etcd = started
	k.lookWhenEnded(started.process)

	return nil
}

func (k *keeper) lookWhenEnded(process *process) {
	go func() {
		<-process.ended
		k.cluster.changed()
	}()
}

func (k *keeper) keepServers(ctx context.Context, controlPlanes []*member) {
	byKey := map[string][]*member{}
	for _, member := range controlPlanes {
		byKey[member.serverKey] = append(byKey[member.serverKey], member)
	}

	for key, slot := range k.servers {
		if byKey[key] == nil {
			k.stopServer(slot)
			delete(k.servers, key)
		}
	}

	faults := map[string]error{}

	for _, key := range sortedKeys(byKey) {
		if k.servers[key] == nil {
			k.started++
			directory := filepath.Join(k.cluster.directory, fmt.Sprintf("apiserver-%d", k.started))
			k.servers[key] = &serverSlot{directory: directory}
		}

		k.keepServer(ctx, k.servers[key], byKey[key])

		if fault := k.servers[key].fault; fault != nil {
			faults[key] = fault
		}
	}

	k.cluster.update(func(v *view) { v.servers = faults })
}

func (k *keeper) keepServer(ctx context.Context, slot *serverSlot, members []*member) {
	if slot.server != nil && slot.server.isRunning() {
		slot.fault = slot.server.serve(ctx, members)
		slot.retry.after(slot.fault)

		return
	}

	if !slot.retry.isDue() {
		return
	}

	k.stopServer(slot)

	server, err := startAPIServer(ctx, k.server.config.APIServer, slot.directory, k.etcd.url, members)
	slot.fault = err
	slot.retry.after(err)

	if err == nil {
		slot.server = server
		k.lookWhenEnded(server.process)
	}
}

func (k *keeper) stopServer(slot *serverSlot) {
	if slot.server == nil {
		return
	}

	if k.session != nil && k.session.server == slot.server {
		k.session.close()
		k.session = nil
	}

	for address, forwarder := range k.forwarders {
		if forwarder.target.Load() == slot.server {
			forwarder.close()
			delete(k.forwarders, address)
		}
	}

	slot.server.stop()
	slot.server = nil
}

// keepForwarders opens the API on the addresses of control planes whose API server runs; a virtual IP is up while one
// of those that have it is.
func (k *keeper) keepForwarders(ctx context.Context, controlPlanes []*member) {
	wanted := map[netip.AddrPort]opening{}

	for _, member := range controlPlanes {
		slot := k.servers[member.serverKey]
		if slot == nil || slot.server == nil || !slot.server.isRunning() {
			continue
		}

		for _, address := range member.addresses() {
			if _, known := wanted[address]; !known {
				wanted[address] = opening{server: slot.server, owner: member}
			}
		}
	}

	for address, forwarder := range k.forwarders {
		if _, known := wanted[address]; !known {
			forwarder.close()
			delete(k.forwarders, address)
		}
	}

	faults := map[netip.AddrPort]error{}

	for address, to := range wanted {
		if open := k.forwarders[address]; open != nil {
			open.follow(to)

			continue
		}

		opened, err := forward(ctx, k.server.recorder, k.cluster.name, address, to)
		if err != nil {
			faults[address] = err

			continue
		}

		k.forwarders[address] = opened
	}

	k.addressRetry.after(errors.Join(slices.Collect(maps.Values(faults))...))
	k.showEndpoints()
	k.cluster.update(func(v *view) { v.addresses = faults })
}

func (k *keeper) showEndpoints() {
	open := slices.SortedFunc(maps.Keys(k.forwarders), netip.AddrPort.Compare)
	k.cluster.update(func(v *view) { v.endpoints = open })
}

func (k *keeper) stopAll() {
	for address, forwarder := range k.forwarders {
		forwarder.close()
		delete(k.forwarders, address)
	}

	for key, slot := range k.servers {
		k.stopServer(slot)
		delete(k.servers, key)
	}

	if k.etcd != nil {
		k.etcd.stop()
		k.etcd = nil
	}

	k.showEndpoints()
}

// keepObjects does what Talos, kubelets and controllers do by the API.
func (k *keeper) keepObjects(ctx context.Context, members, controlPlanes []*member) {
	if err := k.keepSession(ctx, controlPlanes); err != nil || k.session == nil {
		k.objectRetry.after(err)
		k.cluster.update(func(v *view) { v.session = err })

		return
	}

	members = k.judge(members, controlPlanes[0])
	registered, refused, nodeFault := syncNodes(ctx, k.session, members)
	k.noteNodes(members, registered, refused)

	if applied, err, tried := k.manifests.keep(ctx, k.session, k.cluster.name, controlPlanes); tried {
		k.cluster.update(func(v *view) {
			v.applied = append(v.applied, applied...)
			v.manifests = err
		})
	}

	members, _ = k.cluster.snapshot()
	podFault := syncPods(ctx, k.session, members)
	namespaceFault := syncNamespaces(ctx, k.session)
	fluxFault := k.keepFlux(ctx)
	k.objectRetry.after(errors.Join(nodeFault, podFault, namespaceFault, fluxFault))

	nodes := k.seenNodes()
	k.cluster.update(func(v *view) {
		v.session, v.nodeFault, v.pods, v.flux, v.nodes = nil, nodeFault, podFault, fluxFault, nodes
	})
}

func (k *keeper) keepFlux(ctx context.Context) error {
	if !k.server.config.Flux {
		return nil
	}

	return syncFlux(ctx, k.session, k.server.git)
}

// noteNodes notes on members whether their kubelets have registered, and what they were refused.
func (k *keeper) noteNodes(members, registered []*member, refused map[string]error) {
	for _, one := range members {
		isNew := one.joined && !one.registered && one.fault == "" && slices.Contains(registered, one)

		text := ""
		if err := refused[one.node.Name]; err != nil {
			text = err.Error()
		}

		if isNew || one.refused != text {
			k.cluster.replace(one, func(m *member) { m.registered, m.refused = m.registered || isNew, text })
		}
	}
}

// judge notes on members why their kubelets cannot register, and returns them.
func (k *keeper) judge(members []*member, first *member) []*member {
	for _, one := range members {
		if fault := one.registrationFault(first); one.joined && one.fault != fault {
			k.cluster.replace(one, func(m *member) { m.fault = fault })
		}
	}

	members, _ = k.cluster.snapshot()

	return members
}

func (k *keeper) keepSession(ctx context.Context, controlPlanes []*member) error {
	if k.session != nil && k.session.server.isRunning() {
		return nil
	}

	for _, member := range controlPlanes {
		if slot := k.servers[member.serverKey]; slot != nil && slot.server != nil && slot.server.isRunning() {
			opened, err := openSession(ctx, slot.server, k.cluster.changed)
			k.session = opened

			return err
		}
	}

	return nil
}

func (k *keeper) seenNodes() []Node {
	nodes, err := k.session.informers.Core().V1().Nodes().Lister().List(labels.Everything())
	if err != nil {
		return nil
	}

	seen := make([]Node, 0, len(nodes))

	for _, node := range nodes {
		isReady := slices.ContainsFunc(node.Status.Conditions, func(condition corev1.NodeCondition) bool {
			return condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue
		})
		seen = append(seen, Node{Name: node.Name, Ready: isReady})
	}

	slices.SortFunc(seen, func(a, b Node) int { return cmp.Compare(a.Name, b.Name) })

	return seen
}
