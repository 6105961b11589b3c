package kubernetes

import (
	"net/netip"
	"sync"
	"testing"

	"cdktf-proxmox-talos/judge/machineconfig"
	"cdktf-proxmox-talos/simulator/internal/kubelet"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
)

const endpoint = "https://127.24.0.100:6443"

// vipPatch gives control planes the address of the endpoint.
const vipPatch = `
apiVersion: v1alpha1
kind: Layer2VIPConfig
name: 127.24.0.100
link: eth0
`

// theSecrets are made once: their keys take long.
var theSecrets = sync.OnceValues(func() (*secrets.Bundle, error) {
	return secrets.NewBundle(secrets.NewClock(), config.TalosVersionCurrent)
})

func secretsOf(t *testing.T) *secrets.Bundle {
	t.Helper()

	bundle, err := theSecrets()
	if err != nil {
		t.Fatal(err)
	}

	return bundle
}

func configOf(t *testing.T, bundle *secrets.Bundle, machineType string, patches ...string) config.Config {
	t.Helper()

	text, err := machineconfig.Text(machineconfig.Request{
		ClusterName: "home", ClusterEndpoint: endpoint, Contract: "v1.13", KubernetesVersion: "1.36.1",
		MachineType: machineType, ConfigPatches: patches,
	}, bundle, encoder.CommentsDisabled)
	if err != nil {
		t.Fatal(err)
	}

	loaded, err := configloader.NewFromBytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}

	return loaded
}

func controlPlane(name, address string) kubelet.Node {
	return kubelet.Node{Name: name, Address: netip.MustParseAddr(address), ControlPlane: true, TalosVersion: "v1.13.9"}
}

func worker(name, address string) kubelet.Node {
	return kubelet.Node{Name: name, Address: netip.MustParseAddr(address), TalosVersion: "v1.13.9"}
}

func memberOf(t *testing.T, node kubelet.Node, cfg config.Config) *member {
	t.Helper()

	made, err := newMember(node, cfg)
	if err != nil {
		t.Fatal(err)
	}

	return made
}

// statusHealthy is that of a control plane on which everything works.
var statusHealthy = kubelet.Status{APIServer: true, ControllerManager: true, Scheduler: true, Kubelet: true}
