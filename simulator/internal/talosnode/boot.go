package talosnode

import (
	"bytes"
	"context"
	"crypto/tls"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"

	"cdktf-proxmox-talos/simulator/internal/talosnode/events"
	"cdktf-proxmox-talos/simulator/internal/talosnode/forward"
	"cdktf-proxmox-talos/simulator/internal/talosnode/identity"
	"cdktf-proxmox-talos/simulator/internal/talosnode/network"
	"cdktf-proxmox-talos/simulator/internal/talosnode/resources"
	"cdktf-proxmox-talos/simulator/internal/talosnode/storage"
)

// tick is how often a machine looks whether it can take its next step.
const tick = 50 * time.Millisecond

// boot is a machine from one start to the next.
type boot struct {
	node *node
	id   string
	ctx  context.Context //nolint:containedctx // calls end with the boot
	stop context.CancelFunc

	events    *events.Log
	resources *resources.State
	sequences chan sequence
	accepted  chan config.Provider
	changed   chan struct{}
	applying  sync.Mutex
	// joining keeps a bootstrap and the machine itself from starting etcd both.
	joining sync.Mutex

	mu    sync.Mutex
	up    bool
	dead  bool
	stage runtime.MachineStage
	// active is what the machine runs with; nil in maintenance mode.
	active   config.Provider
	rollback *time.Timer
	// apis are open, by address; offered are the addresses where they are wanted.
	apis    map[netip.Addr]*api
	offered []netip.Addr
	// refused are the addresses that could not be listened on, so that it is reported once.
	refused map[netip.Addr]bool
	// founder is set from a bootstrap until its etcd runs.
	founder bool
	// runtimeAt is when the container runtime is up, before which there is no bootstrap.
	runtimeAt time.Time
	// ending is the sequence after which the machine is down.
	ending *sequence
	// blocked says what the machine waits for before there is anything that could answer.
	blocked string
	actions int
	shown   shown
	// storage is what has become of the volumes, with the configuration and the disks that it was made for.
	storage      storage.Settlement
	settledFor   config.Provider
	settledPlugs int
	etcd         etcdState
	kube         kubernetesState
}

func (n *node) newBoot(ctx context.Context) (*boot, error) {
	shown, err := resources.New()
	if err != nil {
		return nil, err
	}

	ctx, stop := context.WithCancel(ctx)

	n.mu.Lock()
	defer n.mu.Unlock()

	n.boots++
	n.boot = &boot{
		node: n, id: identifier(n.machine.ID, " boot ", n.boots), ctx: ctx, stop: stop,
		events: events.NewLog(), resources: shown, stage: runtime.MachineStageBooting,
		sequences: make(chan sequence, 1), accepted: make(chan config.Provider, 1), changed: make(chan struct{}, 1),
		apis: map[netip.Addr]*api{}, refused: map[netip.Addr]bool{},
	}

	return n.boot, nil
}

// begin gets the first configuration: where Talos looks for one by itself, else in maintenance mode.
func (b *boot) begin() (configuration config.Provider, again, end bool) {
	found, err := b.acquire()

	switch {
	case err != nil:
		b.node.logf("%v", err)

		return nil, b.wait(), true
	case found == nil:
		return b.maintain()
	case !b.node.isInstalled():
		return nil, b.install(found), true
	default:
		b.node.store(func(disk *disk) { disk.configuration = found })

		return found, false, false
	}
}

// wait is all that a machine does that cannot go on: it has no API, and goes down when it is told to.
func (b *boot) wait() (again bool) {
	for {
		select {
		case asked := <-b.sequences:
			if again, end := b.perform(asked); end {
				return again
			}
		case <-b.ctx.Done():
			return false
		}
	}
}

// maintain runs the maintenance mode until there is a configuration, or until the machine goes down.
func (b *boot) maintain() (configuration config.Provider, again, end bool) {
	b.setStage(runtime.MachineStageMaintenance)
	b.show()

	ticker := time.NewTicker(tick)
	defer ticker.Stop()

	for configuration == nil {
		b.serveMaintenance()

		select {
		case configuration = <-b.accepted:
		case asked := <-b.sequences:
			if again, end = b.perform(asked); end {
				return nil, again, true
			}
		case <-ticker.C:
		case <-b.ctx.Done():
			return nil, false, true
		}
	}

	if !pause(b.ctx, milliseconds(b.node.server.config.SwitchMS)) {
		return nil, false, true
	}

	b.closeAPI()

	if !b.node.isInstalled() {
		return nil, b.install(configuration), true
	}

	return configuration, false, false
}

// operate runs a configured machine until it goes down, and says whether it starts again.
func (b *boot) operate(configuration config.Provider) (again bool) {
	if err := b.node.openState(configuration); err != nil {
		b.block("volume " + storage.State + ": " + err.Error())

		return b.wait()
	}

	b.mu.Lock()
	b.runtimeAt = time.Now().Add(milliseconds(b.node.server.config.ApplyMS))
	b.mu.Unlock()

	b.configure(configuration)
	b.setStage(runtime.MachineStageBooting)
	b.node.logf("starts with a configuration as %s %s", configuration.Machine().Type(), b.hostname())

	stopKubernetes := b.startKubernetes()
	defer stopKubernetes()

	ticker := time.NewTicker(tick)
	defer ticker.Stop()

	for {
		b.settle()
		b.serveConfigured()
		b.joinEtcd()
		b.show()

		select {
		case asked := <-b.sequences:
			if again, end := b.perform(asked); end {
				return again
			}
		case <-b.changed:
		case <-ticker.C:
		case <-b.ctx.Done():
			return false
		}
	}
}

// configure makes a configuration the active one.
func (b *boot) configure(configuration config.Provider) {
	b.mu.Lock()
	b.kube.rejoin = b.kube.rejoin || b.active == nil || !sameText(b.active, configuration)
	b.active = configuration
	b.mu.Unlock()
	b.wake()
}

// wake has the machine look again at once.
func (b *boot) wake() {
	select {
	case b.changed <- struct{}{}:
	default:
	}
}

func sameText(a, b config.Provider) bool {
	before, err := a.Bytes()
	if err != nil {
		return false
	}

	after, err := b.Bytes()

	return err == nil && bytes.Equal(before, after)
}

// serveMaintenance listens where the platform says.
func (b *boot) serveMaintenance() {
	wanted := b.reachable()
	if b.offers(wanted) || len(wanted) == 0 {
		return
	}

	side, err := identity.Maintenance(wanted)
	if err != nil {
		b.node.logf("%v", err)

		return
	}

	b.offer(wanted, side, &forward.Router{Mode: forward.Ignores})
}

// serveConfigured listens where the configuration says, as soon as there is a certificate.
func (b *boot) serveConfigured() {
	active := b.configuration()

	wanted := b.reachable()
	if b.offers(wanted) {
		return
	}

	b.closeAPI()

	if len(wanted) == 0 {
		return
	}

	issuer := b.issuer(active)
	if issuer == nil {
		return
	}

	certificates, err := identity.Issue(issuer, active, b.hostname(), wanted)
	if err != nil {
		b.node.logf("%v", err)

		return
	}

	isLocal := func(target string) bool {
		return slices.ContainsFunc(wanted, func(own netip.Addr) bool { return own.String() == target })
	}

	router := &forward.Router{Mode: forward.Refuses, IsLocal: isLocal, From: wanted[0]}
	if active.Machine().Type().IsControlPlane() {
		router.Mode, router.TLS = forward.Forwards, certificates.Client()
	}

	b.offer(wanted, certificates.Server(), router)
}

// offer opens the API on all addresses that are free.
func (b *boot) offer(addresses []netip.Addr, side *tls.Config, router *forward.Router) {
	b.mu.Lock()
	b.offered = addresses
	b.mu.Unlock()

	for _, address := range addresses {
		b.listen(address, side, router)
	}
}

// offers says whether the API is open on these addresses, on all of them and no other.
func (b *boot) offers(addresses []netip.Addr) bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	return slices.Equal(b.offered, addresses) && len(b.apis) == len(addresses)
}

// issuer returns the configuration that signs the certificate of the machine: its own, or that of a control plane that
// can be reached and knows the machine's token. Without one a worker has no API.
func (b *boot) issuer(of config.Provider) config.Provider {
	if issuing := of.Machine().Security().IssuingCA(); issuing != nil && len(issuing.Key) > 0 {
		return of
	}

	for _, n := range b.node.server.all() {
		other := n.current()
		if other == nil || !other.serving().IsValid() {
			continue
		}

		candidate := other.configuration()
		if candidate != nil && candidate.Machine().Type().IsControlPlane() && trusts(of, candidate) && other.signsFor(b) {
			return candidate
		}
	}

	return nil
}

func trusts(worker, issuer config.Provider) bool {
	issuing := issuer.Machine().Security().IssuingCA()
	if issuing == nil || len(issuing.Key) == 0 || issuer.Machine().Security().Token() != worker.Machine().Security().Token() {
		return false
	}

	for _, accepted := range worker.Machine().Security().AcceptedCAs() {
		if string(accepted.Crt) == string(issuing.Crt) {
			return true
		}
	}

	own := worker.Machine().Security().IssuingCA()

	return own != nil && string(own.Crt) == string(issuing.Crt)
}

// end is what happens when the machine is down, however it got there.
func (b *boot) end() {
	b.events.Close()
	b.closeAPI()
	b.kill()
	b.stop()

	b.mu.Lock()
	defer b.mu.Unlock()

	if b.rollback != nil {
		b.rollback.Stop()
	}
}

func pause(ctx context.Context, duration time.Duration) bool {
	if duration == 0 {
		return ctx.Err() == nil
	}

	select {
	case <-time.After(duration):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

func (b *boot) addresses() []netip.Prefix {
	return network.Addresses(b.configuration(), b.node.platform())
}

// reachable are the addresses where the machine is to be found now, the best first; none is nowhere.
func (b *boot) reachable() []netip.Addr {
	var found []netip.Addr
	for _, address := range network.Reachable(b.configuration(), b.node.platform()) {
		// nobody of the homelab is in any other network
		if address.Addr().IsLoopback() {
			found = append(found, address.Addr())
		}
	}

	return found
}

// nodeAddress is the address of the machine's Node object, as far as the configuration leaves one.
func (b *boot) nodeAddress() netip.Addr {
	all := network.Sorted(b.addresses())

	chosen := network.InSubnets(all, b.configuration().Machine().Kubelet().NodeIP().ValidSubnets())
	if len(chosen) == 0 {
		// Kubernetes says why no address is left
		chosen = append(all, netip.Addr{})
	}

	return chosen[0]
}
