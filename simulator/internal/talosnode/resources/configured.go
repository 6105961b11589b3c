package resources

import (
	"context"
	"reflect"

	"github.com/siderolabs/talos/pkg/machinery/api/machine"
	machineryconfig "github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/resources/config"
	"github.com/siderolabs/talos/pkg/machinery/resources/k8s"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"
	"github.com/siderolabs/talos/pkg/machinery/resources/v1alpha1"

	"cdktf-proxmox-talos/simulator/internal/kubelet"
)

// ShowConfiguration shows the configuration that the machine runs with, the submitted bytes unchanged.
func (s *State) ShowConfiguration(active machineryconfig.Provider, hostname string) error {
	shown := config.NewMachineConfig(active)

	machineType := config.NewMachineType()
	machineType.SetMachineType(active.Machine().Type())

	nodename := k8s.NewNodename(k8s.NamespaceName, k8s.NodenameID)
	nodename.TypedSpec().Nodename = hostname
	nodename.TypedSpec().HostnameVersion = "1"
	nodename.TypedSpec().SkipNodeRegistration = active.Machine().Kubelet().SkipNodeRegistration()

	if err := s.put(shown); err != nil {
		return err
	}

	if err := s.put(machineType); err != nil {
		return err
	}

	if err := s.put(nodename); err != nil {
		return err
	}

	if !active.Machine().Type().IsControlPlane() {
		return nil
	}

	return s.put(manifests(active))
}

// ShowPersisted shows the configuration that the next boot starts with; nil is none.
func (s *State) ShowPersisted(persisted machineryconfig.Provider) error {
	if persisted == nil {
		return s.remove(config.NewMachineConfigWithID(nil, config.PersistentID).Metadata())
	}

	return s.put(config.NewMachineConfigWithID(persisted, config.PersistentID))
}

func manifests(active machineryconfig.Provider) *k8s.BootstrapManifestsConfig {
	cluster := active.Cluster()
	shown := k8s.NewBootstrapManifestsConfig()
	spec := shown.TypedSpec()

	spec.Server = cluster.Endpoint().String()
	spec.ClusterDomain = cluster.Network().DNSDomain()
	spec.PodCIDRs = cluster.Network().PodCIDRs()
	spec.ProxyEnabled = cluster.Proxy().Enabled()
	spec.ProxyImage = cluster.Proxy().Image()
	spec.CoreDNSEnabled = cluster.CoreDNS().Enabled()
	spec.CoreDNSImage = cluster.CoreDNS().Image()
	spec.FlannelEnabled = cluster.Network().CNI().Name() == constants.FlannelCNI
	spec.CNIName = cluster.Network().CNI().Name()
	spec.TalosAPIServiceEnabled = active.Machine().Features().KubernetesTalosAPIAccess().Enabled()

	if addresses, err := cluster.Network().DNSServiceIPs(); err == nil && len(addresses) > 0 {
		spec.DNSServiceIP = addresses[0].String()
	}

	return shown
}

// ShowStatus shows stage and readiness; unmet says what is missing, and why.
func (s *State) ShowStatus(stage runtime.MachineStage, unmet []runtime.UnmetCondition) (changed bool, err error) {
	shown := runtime.NewMachineStatus()
	shown.TypedSpec().Stage = stage
	shown.TypedSpec().Status = runtime.MachineStatusStatus{Ready: len(unmet) == 0, UnmetConditions: unmet}

	if present, err := s.Get(context.Background(), shown.Metadata()); err == nil && reflect.DeepEqual(present.Spec(), shown.Spec()) {
		return false, nil
	}

	return true, s.put(shown)
}

// ShowServices shows services as the API lists them.
func (s *State) ShowServices(services []*machine.ServiceInfo) error {
	for _, service := range services {
		shown := v1alpha1.NewService(service.GetId())
		shown.TypedSpec().Running = service.GetState() == "Running"
		shown.TypedSpec().Healthy = service.GetHealth().GetHealthy()
		shown.TypedSpec().Unknown = service.GetHealth().GetUnknown()

		if err := s.put(shown); err != nil {
			return err
		}
	}

	return nil
}

// ShowStaticPods shows the static pods that run on a control plane.
func (s *State) ShowStaticPods(hostname string, status kubelet.Status) error {
	for component, ready := range map[string]bool{
		"kube-apiserver": status.APIServer, "kube-controller-manager": status.ControllerManager, "kube-scheduler": status.Scheduler,
	} {
		shown := k8s.NewStaticPodStatus(k8s.NamespaceName, "kube-system/"+component+"-"+hostname)

		if !ready {
			if err := s.remove(shown.Metadata()); err != nil {
				return err
			}

			continue
		}

		shown.TypedSpec().PodStatus = map[string]any{
			"phase": "Running", "conditions": []any{map[string]any{"type": "Ready", "status": "True"}},
		}

		if err := s.put(shown); err != nil {
			return err
		}
	}

	return nil
}
