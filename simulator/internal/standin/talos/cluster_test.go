package talos_test

import (
	"io"
	"net/netip"
	"os"
	"sync/atomic"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/config"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/kubelet"
	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/olderjudge/judgetest"
	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/talosnode"
)

// TestMain has the judge that machines of older releases ask.
func TestMain(m *testing.M) { os.Exit(judgetest.Run(m)) }

// wellKubernetes says that all is well on whatever has joined a bootstrapped cluster.
type wellKubernetes struct{ up atomic.Bool }

func (k *wellKubernetes) Bootstrap(kubelet.Node, config.Config) error {
	k.up.Store(true)

	return nil
}

func (k *wellKubernetes) Join(kubelet.Node, config.Config) error { return nil }

func (k *wellKubernetes) Leave(kubelet.Node, config.Config) {}

func (k *wellKubernetes) Status(kubelet.Node, config.Config) kubelet.Status {
	up := k.up.Load()

	return kubelet.Status{APIServer: up, ControllerManager: up, Scheduler: up, Kubelet: up}
}

// TestASimulatedNodeBecomesACluster goes the whole way with the simulated machines that all other tests use.
func TestASimulatedNodeBecomesACluster(t *testing.T) {
	const address = "127.25.8.1"

	server, err := talosnode.Start(t.Context(), talosnode.Config{
		SchemaDirectory: "../../../../schemas/talos-config", ExtensionServicesFile: "../../../../schemas/extension-services.json", Judge: judgetest.Judge, BootMS: 1, ApplyMS: 1, RebootMS: 20, SwitchMS: 1,
		// a reset whose events begin before they are watched is a reset that is not seen
		EventMS: 1000,
	}, talosnode.Dependencies{Recorder: calls.NewRecorder(io.Discard), Kubernetes: &wellKubernetes{}, StateDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(server.Close)

	switchedOn := machine.Machine{
		ID: "main/pve1/101", Name: "cp-1", Image: machine.Image{Version: "v1.13.9", Platform: "nocloud", Architecture: "amd64"},
		Cards: []machine.Card{{Addresses: []netip.Prefix{netip.MustParsePrefix(address + "/24")}}}, MemoryMiB: 4096,
		Disks: []machine.Disk{{Interface: "scsi0", Serial: "system", Bytes: 10 << 30, System: true}},
	}
	if err := server.PowerOn(switchedOn); err != nil {
		t.Fatal(err)
	}

	provider := newProvider(t, nil)
	secrets := someSecrets(t)
	client := content{"node": address, "client_configuration": secrets["client_configuration"]}
	with := func(more content) content {
		for name, value := range client {
			more[name] = value
		}

		return more
	}
	must := func(what string, said []string) {
		t.Helper()

		if len(said) > 0 {
			t.Fatalf("%s: %q", what, said)
		}
	}

	generated, said := provider.Read("talos_machine_configuration", configuration(secrets, content{
		"cluster_endpoint": "https://" + address + ":6443", "kubernetes_version": "v1.36.0"}))
	must("configuration", said)

	applied, said := provider.Apply(applyType, nil, with(content{
		"machine_configuration_input": generated["machine_configuration"], "on_destroy": content{"reset": true, "graceful": false, "reboot": true},
		"timeouts": content{"create": "20s", "delete": "20s"},
	}))
	must("apply", said)

	bootstrapped, said := provider.Apply(bootstrapType, nil, with(content{"timeouts": content{"create": "20s"}}))
	must("bootstrap", said)

	kubeconfig, said := provider.Apply(kubeconfigType, nil, with(content{"timeouts": content{"create": "20s"}}))
	must("kubeconfig", said)

	if host := standin.Text(standin.At(kubeconfig, "kubernetes_client_configuration", "host")); host != "https://"+address+":6443" {
		t.Errorf("the API is at %q", host)
	}

	health, said := provider.Read("talos_cluster_health", content{
		"endpoints": []string{address}, "control_plane_nodes": []string{address}, "skip_kubernetes_checks": true,
		"client_configuration": secrets["client_configuration"], "timeouts": content{"read": "30s"},
	})
	must("health", said)

	if health == nil {
		t.Error("no health")
	}

	disks, said := provider.Read("talos_machine_disks", with(content{"selector": "disk.serial == 'system'", "timeouts": content{"read": "10s"}}))
	must("disks", said)

	if len(standin.List(disks["disks"])) != 1 {
		t.Errorf("disks %s", disks["disks"])
	}

	// another bootstrap is retried until its time is over
	_, said = provider.Apply(bootstrapType, nil, with(content{"timeouts": content{"create": "300ms"}}))
	expectErrors(t, "a second bootstrap", said, []string{"Error bootstrapping node: rpc error: code = AlreadyExists desc = etcd data directory is not empty"})

	_, said = provider.Destroy(bootstrapType, bootstrapped)
	must("destroy of the bootstrap", said)

	_, said = provider.Destroy(applyType, applied)
	must("reset", said)

	// the reset has ended when the machine is back in maintenance mode
	_, said = provider.Apply(applyType, nil, with(content{"machine_configuration_input": generated["machine_configuration"], "timeouts": content{"create": "20s"}}))
	must("apply after the reset", said)
}
