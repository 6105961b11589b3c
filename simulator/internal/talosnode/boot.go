package talosnode

import (
	"bytes"
	"context"
	"net/netip"
	"sync"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"

	"cdktf-proxmox-talos/simulator/internal/talosnode/events"
	"cdktf-proxmox-talos/simulator/internal/talosnode/forward"
	"cdktf-proxmox-talos/simulator/internal/talosnode/identity"
	"cdktf-proxmox-talos/simulator/internal/talosnode/network"
	"cdktf-proxmox-talos/simulator/internal/talosnode/resources"
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

	mu    sync.Mutex
	up    bool
	dead  bool
	stage runtime.MachineStage
	// active is what the machine runs with; nil in maintenance mode.
	active     config.Provider
	rollback   *time.Timer
	api        *api
	apiAddress netip.Addr
	// refused is the address that could not be listened on, so that it is told once.
	refused netip.Addr
	// runtimeAt is when the container runtime is up, before which there is no bootstrap.
	runtimeAt time.Time
	// ending is the sequence after which the machine is down.
	ending  *sequence
	actions int
	shown   shown
	etcd    etcdState
	kube    kubernetesState
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
	}

	return n.boot, nil
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

	if b.node.hardware().Image.Platform == metal && !b.node.stored().installed {
		b.node.store(func(disk *disk) { disk.installed = true })
		b.node.logf("is installed and restarts")

		return nil, true, true
	}

	return configuration, false, false
}

// operate runs a configured machine until it goes down, and says whether it starts again.
func (b *boot) operate(configuration config.Provider) (again bool) {
	b.configure(configuration)

	b.mu.Lock()
	b.runtimeAt = time.Now().Add(milliseconds(b.node.server.config.ApplyMS))
	b.mu.Unlock()

	b.setStage(runtime.MachineStageBooting)
	b.node.logf("starts with a configuration as %s %s", configuration.Machine().Type(), b.hostname())

	stopKubernetes := b.startKubernetes()
	defer stopKubernetes()

	ticker := time.NewTicker(tick)
	defer ticker.Stop()

	for {
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
	found := b.node.platform().Addresses
	if len(found) == 0 || b.serving() == found[0].Addr() {
		return
	}

	address := found[0].Addr()

	side, err := identity.Maintenance(address)
	if err != nil {
		b.node.logf("%v", err)

		return
	}

	b.listen(address, side, &forward.Router{Mode: forward.Ignores})
}

// serveConfigured listens where the configuration says, as soon as there is a certificate.
func (b *boot) serveConfigured() {
	active := b.configuration()
	address, reachable := b.address()

	if b.serving() == address {
		return
	}

	b.closeAPI()

	if !reachable {
		return
	}

	issuer := b.node.server.issuerFor(active)
	if issuer == nil {
		return
	}

	certificates, err := identity.Issue(issuer, active, b.hostname(), []netip.Addr{address})
	if err != nil {
		b.node.logf("%v", err)

		return
	}

	router := &forward.Router{Mode: forward.Refuses, IsLocal: func(target string) bool { return target == address.String() }}
	if active.Machine().Type().IsControlPlane() {
		router.Mode, router.TLS = forward.Forwards, certificates.Client()
	}

	b.listen(address, certificates.Server(), router)
}

// issuerFor returns the configuration that signs the certificate of a machine: its own, or that of a control plane that
// can be reached and knows the machine's token. Without one a worker has no API.
func (s *Server) issuerFor(of config.Provider) config.Provider {
	if issuing := of.Machine().Security().IssuingCA(); issuing != nil && len(issuing.Key) > 0 {
		return of
	}

	for _, n := range s.all() {
		b := n.current()
		if b == nil || !b.serving().IsValid() {
			continue
		}

		candidate := b.configuration()
		if candidate != nil && candidate.Machine().Type().IsControlPlane() && trusts(of, candidate) {
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
	active := b.configuration()
	if active == nil {
		return b.node.platform().Addresses
	}

	return network.Addresses(active, b.node.platform())
}

// address is where the machine is to be found now; false is nowhere.
func (b *boot) address() (netip.Addr, bool) {
	found := b.addresses()
	if len(found) == 0 {
		return netip.Addr{}, false
	}

	for _, own := range b.node.platform().Addresses {
		for _, address := range found {
			if address.Addr() == own.Addr() {
				return own.Addr(), true
			}
		}
	}

	return found[0].Addr(), true
}
