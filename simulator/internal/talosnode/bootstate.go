package talosnode

import (
	"errors"
	"net/netip"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"

	"cdktf-proxmox-talos/simulator/internal/kubelet"
	"cdktf-proxmox-talos/simulator/internal/talosnode/network"
)

func (b *boot) setUp() {
	b.mu.Lock()
	defer b.mu.Unlock()

	b.up = true
}

func (b *boot) isUp() bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.up && !b.dead
}

// block keeps the machine from going on.
func (b *boot) block(reason string) {
	b.node.logf("waits: %s", reason)

	b.mu.Lock()
	defer b.mu.Unlock()

	b.blocked = reason
}

// blockedBy is what the machine waits for; empty if it goes on.
func (b *boot) blockedBy() string {
	b.mu.Lock()
	defer b.mu.Unlock()

	if b.blocked != "" {
		return b.blocked
	}

	return b.storage.Blocked
}

func (b *boot) configuration() config.Provider {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.active
}

// serving is the best address where the API is open; zero while it is not.
func (b *boot) serving() netip.Addr {
	b.mu.Lock()
	defer b.mu.Unlock()

	for _, address := range b.offered {
		if b.apis[address] != nil {
			return address
		}
	}

	return netip.Addr{}
}

func (b *boot) currentStage() runtime.MachineStage {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.stage
}

func (b *boot) setStage(stage runtime.MachineStage) {
	b.mu.Lock()
	defer b.mu.Unlock()

	b.stage = stage
}

// isReady says whether the container runtime is up, for which the disks are needed, and the machine is not going down.
func (b *boot) isReady() bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.active != nil && b.ending == nil && len(b.sequences) == 0 && !time.Now().Before(b.runtimeAt) && b.storage.Blocked == ""
}

func (b *boot) hostname() string {
	active := b.configuration()
	if active == nil {
		return b.node.hardware().Name
	}

	return network.Hostname(active, b.node.platform(), b.node.hardware().ID)
}

// kubeletNode is the machine as the Kubernetes side knows it.
func (b *boot) kubeletNode() kubelet.Node {
	hardware := b.node.hardware()

	return kubelet.Node{
		Name: b.hostname(), Address: b.nodeAddress(), Etcd: b.etcdNumber(), ControlPlane: b.configuration().Machine().Type().IsControlPlane(),
		WithoutLink: network.VirtualWithoutLink(b.configuration(), b.node.platform()),
		Where:       hardware.Where, TalosVersion: hardware.Image.Version, Schematic: hardware.Image.SchematicID,
		BootID: b.id,
	}
}

// show makes the resources say how the machine is, and tells a change of its status as an event.
func (b *boot) show() {
	active := b.configuration()
	health := b.health()

	if active != nil && b.currentStage() == runtime.MachineStageBooting && health.running() {
		b.setStage(runtime.MachineStageRunning)
		b.node.logf("runs")
	}

	unmet := health.unmet()
	if active == nil {
		unmet = nil
	}

	if err := b.showConfigured(active); err != nil {
		b.node.logf("resources: %v", err)
	}

	if err := b.resources.ShowServices(b.services(health)); err != nil {
		b.node.logf("resources: %v", err)
	}

	if health.controlPlane {
		if err := b.resources.ShowStaticPods(b.hostname(), health.kubernetes); err != nil {
			b.node.logf("resources: %v", err)
		}
	}

	// last, so that who waits for a stage finds the rest
	stage := b.currentStage()

	changed, err := b.resources.ShowStatus(stage, unmet)
	if err != nil {
		b.node.logf("resources: %v", err)
	}

	if changed {
		b.events.Publish("", statusEvent(stage, unmet))
	}
}

// showConfigured shows what follows from the configuration, when that has changed.
func (b *boot) showConfigured(active config.Provider) error {
	now := shown{active: active, persisted: b.node.stored().configuration, plugs: b.node.plugged(), any: true}

	b.mu.Lock()
	same := b.shown == now
	b.shown = now
	b.mu.Unlock()

	if same {
		return nil
	}

	err := errors.Join(
		b.showStorage(active),
		b.resources.ShowPersisted(now.persisted),
	)
	if active != nil {
		err = errors.Join(err, b.resources.ShowConfiguration(active, b.hostname()))
	}

	return err
}

// shown is what the resources were made of.
type shown struct {
	active, persisted config.Provider
	plugs             int
	any               bool
}

func statusEvent(stage runtime.MachineStage, unmet []runtime.UnmetCondition) *machineapi.MachineStatusEvent {
	event := &machineapi.MachineStatusEvent{
		Stage:  machineapi.MachineStatusEvent_MachineStage(stage),
		Status: &machineapi.MachineStatusEvent_MachineStatus{Ready: len(unmet) == 0},
	}

	for _, condition := range unmet {
		event.Status.UnmetConditions = append(event.Status.UnmetConditions,
			&machineapi.MachineStatusEvent_MachineStatus_UnmetCondition{Name: condition.Name, Reason: condition.Reason})
	}

	return event
}
