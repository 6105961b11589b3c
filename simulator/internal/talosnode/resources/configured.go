package resources

import (
	"context"
	"reflect"

	sideronet "github.com/siderolabs/net"
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
	nodename.TypedSpec().SkipNodeRegistration = active.K8sNodeConfig().SkipNodeRegistration()

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

// dnsPlace is the place of the DNS server among the addresses of services.
const dnsPlace = 10

// networkName is none for a network of pods that Talos does not know, unless the configuration names it.
func networkName(active machineryconfig.Provider) string {
	if active.K8sFlannelCNIConfig() != nil {
		return constants.FlannelCNI
	}

	if main := active.RawV1Alpha1(); main != nil && main.ClusterConfig != nil && main.ClusterConfig.ClusterNetwork != nil { //nolint:staticcheck // older contracts have it there
		return main.ClusterConfig.CNI().Name()
	}

	return constants.NoneCNI
}

func manifests(active machineryconfig.Provider) *k8s.BootstrapManifestsConfig {
	network, proxy, dns := active.K8sNetworkConfig(), active.K8sProxyConfig(), active.K8sCoreDNSConfig()
	shown := k8s.NewBootstrapManifestsConfig()
	spec := shown.TypedSpec()

	spec.Server = active.K8sClusterConfig().ClusterEndpoint().String()
	spec.ClusterDomain = network.DNSDomain()

	for _, pods := range network.PodCIDRs() {
		spec.PodCIDRs = append(spec.PodCIDRs, pods.String())
	}

	spec.ProxyEnabled = proxy.Enabled()
	spec.ProxyImage = proxy.Image()

	if dns != nil {
		spec.CoreDNSEnabled = dns.Enabled()
		spec.CoreDNSImage = dns.Image()
	}

	spec.FlannelEnabled = active.K8sFlannelCNIConfig() != nil
	spec.CNIName = networkName(active)
	spec.TalosAPIServiceEnabled = active.K8sTalosAPIAccessConfig() != nil

	for _, services := range network.ServiceCIDRs() {
		if address, err := sideronet.NthIPInNetwork(services, dnsPlace); err == nil {
			spec.DNSServiceIP = address.String()

			break
		}
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
