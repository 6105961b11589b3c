package talosnode

import (
	"slices"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"
	"google.golang.org/protobuf/types/known/timestamppb"

	"cdktf-proxmox-talos/simulator/internal/kubelet"
	"cdktf-proxmox-talos/simulator/internal/talosnode/extension"
)

// health is how the parts of a configured machine are; the zero value is that of maintenance mode.
type health struct {
	controlPlane bool
	etcd         etcdState
	quorum       bool
	kubernetes   kubelet.Status
	// extensions says whether all services of system extensions have started.
	extensions bool
}

func (b *boot) health() health {
	active := b.configuration()
	if active == nil {
		return health{}
	}

	return health{
		controlPlane: active.Machine().Type().IsControlPlane(),
		etcd:         b.etcdNow(),
		quorum:       b.node.server.clusters.HasQuorum(b.node.stored().etcd, b.runsEtcd),
		kubernetes:   b.kubernetesStatus(),
		extensions:   !slices.ContainsFunc(b.extensionServices(), func(each extension.Service) bool { return !each.IsRunning() }),
	}
}

// extensionServices are those of the image of the machine.
func (b *boot) extensionServices() []extension.Service {
	return b.node.server.extensions.Of(b.node.hardware().Image.Extensions, b.configuration())
}

// running says whether all services have come up, which ends the boot.
func (h health) running() bool {
	return h.kubernetes.Kubelet && h.extensions && (!h.controlPlane || h.etcd.running)
}

// unmet says what a machine that boots or runs is not ready for.
func (h health) unmet() []runtime.UnmetCondition {
	var unmet []runtime.UnmetCondition

	add := func(name, reason string) { unmet = append(unmet, runtime.UnmetCondition{Name: name, Reason: reason}) }

	if h.controlPlane && !h.etcd.running {
		add("services", "etcd not healthy: "+h.etcd.reason)
	}

	if !h.kubernetes.Kubelet {
		add("services", "kubelet not healthy: "+h.kubernetes.Message)
	}

	if h.controlPlane && (!h.kubernetes.APIServer || !h.kubernetes.ControllerManager || !h.kubernetes.Scheduler) {
		add("staticPods", h.kubernetes.Message)
	}

	return unmet
}

// services are those of the machine, as the API lists them.
func (b *boot) services(h health) []*machineapi.ServiceInfo {
	var listed []*machineapi.ServiceInfo

	add := func(id, state string, healthy bool, message string) {
		now := timestamppb.New(time.Now())
		listed = append(listed, &machineapi.ServiceInfo{
			Id: id, State: state,
			Events: &machineapi.ServiceEvents{Events: []*machineapi.ServiceEvent{{Msg: message, State: state, Ts: now}}},
			Health: &machineapi.ServiceHealth{Unknown: state != "Running", Healthy: healthy, LastMessage: message, LastChange: now},
		})
	}

	for _, id := range []string{"apid", "auditd", "containerd", "machined", "syslogd", "udevd"} {
		add(id, "Running", true, "")
	}

	for _, service := range b.extensionServices() {
		message := "Started task " + service.ID
		if !service.IsRunning() {
			message = "Waiting for extension service config"
		}

		// Talos does not look after their health
		add(service.ID, service.State, false, message)
		listed[len(listed)-1].Health.Unknown = true
	}

	if b.configuration() == nil {
		return listed
	}

	if b.settled().Blocked != "" {
		// the boot sequence stands still before any of the rest
		return listed
	}

	if !b.isReady() {
		add("cri", "Preparing", false, "starting")
	} else {
		add("cri", "Running", true, "")
	}

	if h.controlPlane {
		add("trustd", "Running", true, "")

		switch {
		case !h.etcd.running:
			add("etcd", "Preparing", false, h.etcd.reason)
		case !h.quorum:
			add("etcd", "Running", false, "context deadline exceeded: too few members are there")
		default:
			add("etcd", "Running", true, "")
		}
	}

	if b.kubernetesNow().joined {
		add("kubelet", "Running", h.kubernetes.Kubelet, h.kubernetes.Message)
	} else {
		add("kubelet", "Waiting", false, h.kubernetes.Message)
	}

	return listed
}
