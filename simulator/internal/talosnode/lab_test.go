package talosnode_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	clientconfig "github.com/siderolabs/talos/pkg/machinery/client/config"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/role"
	"google.golang.org/grpc/codes"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/kubelet"
	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/olderjudge/judgetest"
	"cdktf-proxmox-talos/simulator/internal/talosnode"
)

const (
	schemas           = "../../../schemas/talos-config"
	extensionServices = "../../../schemas/extension-services.json"
)

// TestMain has the judge that machines of older releases ask.
func TestMain(m *testing.M) { os.Exit(judgetest.Run(m)) }

// bundle is the secrets of all clusters of the tests; they take a second to make.
var bundle = sync.OnceValue(newBundle)

// otherBundle is of another cluster.
var otherBundle = sync.OnceValue(newBundle)

func newBundle() *secrets.Bundle {
	made, err := secrets.NewBundle(secrets.NewClock(), config.TalosVersion1_13)
	if err != nil {
		panic(err)
	}

	return made
}

// lab is a world of machines in a network of its own.
type lab struct {
	*testing.T
	server     *talosnode.Server
	recorder   *calls.Recorder
	journal    *bytes.Buffer
	kubernetes *fakeKubernetes
	network    string
	directory  string
}

// newLab starts a world whose addresses are 127.23.<network>.x.
func newLab(t *testing.T, network int, change ...func(*talosnode.Config)) *lab {
	t.Helper()

	made := &lab{T: t, journal: &bytes.Buffer{}, kubernetes: &fakeKubernetes{joined: map[string]bool{}}, network: fmt.Sprintf("127.23.%d.", network), directory: t.TempDir()}
	made.recorder = calls.NewRecorder(made.journal)

	settings := talosnode.Config{SchemaDirectory: schemas, ExtensionServicesFile: extensionServices, Judge: judgetest.Judge, BootMS: 1, ApplyMS: 1, RebootMS: 20, SwitchMS: 10, EventMS: 20}
	for _, apply := range change {
		apply(&settings)
	}

	server, err := talosnode.Start(t.Context(), settings, talosnode.Dependencies{
		Recorder: made.recorder, Kubernetes: made.kubernetes, StateDirectory: made.directory,
	})
	if err != nil {
		t.Fatal(err)
	}

	made.server = server
	t.Cleanup(server.Close)

	return made
}

func (l *lab) address(host int) string { return l.network + fmt.Sprint(host) }

// machine is a virtual machine with the id and the address of its number.
func (l *lab) machine(host int) machine.Machine {
	return machine.Machine{
		ID: fmt.Sprintf("main/pve1/%d", host), Name: fmt.Sprintf("vm-%d", host), Where: fmt.Sprintf("main pve1 %d", host),
		Image: machine.Image{
			Version: "v1.13.9", SchematicID: "376567", Platform: "nocloud", Architecture: "amd64", Extensions: []string{"siderolabs/qemu-guest-agent"},
		},
		Cards: []machine.Card{{
			Name: "enp6s18", MAC: fmt.Sprintf("bc:24:11:00:00:%02x", host), Driver: "virtio_net",
			Addresses: []netip.Prefix{netip.MustParsePrefix(l.address(host) + "/24")},
		}},
		MemoryMiB: 4096,
		Disks:     []machine.Disk{{Interface: "scsi0", Serial: "system", Bytes: 10 << 30, System: true}, {Interface: "scsi1", Serial: "data", Bytes: 20 << 30}},
	}
}

// powerOn boots a machine and waits for its API.
func (l *lab) powerOn(host int) machine.Machine {
	l.Helper()

	switchedOn := l.machine(host)
	if err := l.server.PowerOn(switchedOn); err != nil {
		l.Fatal(err)
	}

	l.await(host, "maintenance")

	return switchedOn
}

func (l *lab) node(host int) talosnode.InventoryNode {
	for _, node := range l.server.Inventory().Nodes {
		if node.ID == l.machine(host).ID {
			return node
		}
	}

	return talosnode.InventoryNode{Stage: "absent"}
}

// await waits until a machine is at a stage and, unless it is off, can be reached.
func (l *lab) await(host int, stage string) {
	l.Helper()
	l.eventually(func() error {
		node := l.node(host)
		if node.Stage != stage || (stage == "off") == node.Address.IsValid() {
			return fmt.Errorf("machine %d is at stage %q with address %s, want %q", host, node.Stage, node.Address, stage)
		}

		return nil
	})
}

func (l *lab) eventually(check func() error) {
	l.Helper()

	var err error
	for range 1000 {
		if err = check(); err == nil {
			return
		}

		time.Sleep(10 * time.Millisecond)
	}

	l.Fatal(err)
}

// configuration makes that of a machine; the hostname is node-<host>.
func (l *lab) configuration(host int, machineType machinetype.Type, patches ...string) []byte {
	l.Helper()

	return l.configurationOf(bundle(), config.TalosVersion1_13, machineType,
		append([]string{fmt.Sprintf("apiVersion: v1alpha1\nkind: HostnameConfig\nauto: off\nhostname: node-%d\n", host)}, patches...)...)
}

func (l *lab) configurationOf(of *secrets.Bundle, contract *config.VersionContract, machineType machinetype.Type, patches ...string) []byte {
	l.Helper()

	kubernetes := "1.36.1"
	if !contract.Greater(config.TalosVersion1_11) {
		kubernetes = "1.34.1" // the newest that its machines run
	}

	input, err := generate.NewInput("lab", "https://"+l.address(1)+":6443", kubernetes,
		generate.WithVersionContract(contract), generate.WithSecretsBundle(of))
	if err != nil {
		l.Fatal(err)
	}

	generated, err := input.Config(machineType)
	if err != nil {
		l.Fatal(err)
	}

	loaded, err := configpatcher.LoadPatches(patches)
	if err != nil {
		l.Fatal(err)
	}

	patched, err := configpatcher.Apply(configpatcher.WithConfig(generated), loaded)
	if err != nil {
		l.Fatal(err)
	}

	text, err := patched.Bytes()
	if err != nil {
		l.Fatal(err)
	}

	return text
}

// logged waits until the machines have logged something.
func (l *lab) logged(text string) {
	l.Helper()
	l.eventually(func() error {
		log, err := os.ReadFile(l.directory + "/talos.log")
		if err != nil || !strings.Contains(string(log), text) {
			return fmt.Errorf("%v: the log lacks %q:\n%s", err, text, log)
		}

		return nil
	})
}

// insecure is a client as it talks to a machine in maintenance mode.
func (l *lab) insecure(host int) *client.Client {
	l.Helper()

	return l.client(client.WithTLSConfig(&tls.Config{InsecureSkipVerify: true}), client.WithEndpoints(l.address(host))) //nolint:gosec // as in life
}

// secure is an administrator's client.
func (l *lab) secure(host int) *client.Client {
	l.Helper()

	return l.secureOf(bundle(), host, role.Admin)
}

func (l *lab) secureOf(of *secrets.Bundle, host int, roles ...role.Role) *client.Client {
	l.Helper()

	certificate, err := of.GenerateTalosAPIClientCertificateWithTTL(role.MakeSet(roles...), time.Hour)
	if err != nil {
		l.Fatal(err)
	}

	return l.client(client.WithConfig(clientconfig.NewConfig("lab", []string{l.address(host)}, of.Certs.OS.Crt, certificate)))
}

func (l *lab) client(options ...client.OptionFunc) *client.Client {
	l.Helper()

	made, err := client.New(l.Context(), options...)
	if err != nil {
		l.Fatal(err)
	}

	l.Cleanup(func() { _ = made.Close() })

	return made
}

func (l *lab) apply(of *client.Client, text []byte, mode machineapi.ApplyConfigurationRequest_Mode) (*machineapi.ApplyConfiguration, error) {
	answer, err := of.ApplyConfiguration(l.Context(), &machineapi.ApplyConfigurationRequest{Data: text, Mode: mode})
	if err != nil {
		return nil, err
	}

	return answer.GetMessages()[0], nil
}

// configured boots a machine and configures it.
func (l *lab) configured(host int, machineType machinetype.Type, patches ...string) {
	l.Helper()
	l.powerOn(host)

	if _, err := l.apply(l.insecure(host), l.configuration(host, machineType, patches...), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		l.Fatal(err)
	}
}

// cluster boots, configures and bootstraps control planes from 1 and workers from 11.
func (l *lab) cluster(controlPlanes, workers int) {
	l.Helper()

	for host := 1; host <= controlPlanes; host++ {
		l.configured(host, machinetype.TypeControlPlane)
		l.await(host, "booting")
	}

	for host := 11; host < 11+workers; host++ {
		l.configured(host, machinetype.TypeWorker)
	}

	l.eventually(func() error { return l.secure(1).Bootstrap(l.Context(), &machineapi.BootstrapRequest{}) })

	for host := 1; host <= controlPlanes; host++ {
		l.await(host, "running")
	}

	for host := 11; host < 11+workers; host++ {
		l.await(host, "running")
	}
}

func (l *lab) wants(err error, code codes.Code, text string) {
	l.Helper()

	if client.StatusCode(err) != code || !strings.Contains(fmt.Sprint(err), text) {
		l.Errorf("got %v (%s), want %s with %q", err, client.StatusCode(err), code, text)
	}
}

// fakeKubernetes says that all is well with what has joined.
type fakeKubernetes struct {
	mu    sync.Mutex
	calls []string
	// refusals is how many times Bootstrap fails.
	refusals int
	joined   map[string]bool
	// images are those of each join, in order.
	images []string
}

var errRefused = errors.New("no port for the API server")

var errNotBootstrapped = errors.New("the cluster is not bootstrapped")

func (f *fakeKubernetes) note(call string, node kubelet.Node) {
	text := fmt.Sprintf("%s %s %s", call, node.Name, node.Address)
	if node.Etcd != "" {
		text += " etcd " + node.Etcd
	}

	f.calls = append(f.calls, text)
}

func (f *fakeKubernetes) Bootstrap(node kubelet.Node, _ config.Config) error {
	f.mu.Lock()
	defer f.mu.Unlock()

	if f.refusals > 0 {
		f.refusals--

		return errRefused
	}

	f.note("bootstrap", node)

	return nil
}

func (f *fakeKubernetes) Join(node kubelet.Node, joining config.Config) error {
	f.mu.Lock()
	defer f.mu.Unlock()

	if len(f.calls) == 0 {
		return errNotBootstrapped
	}

	f.note("join", node)
	f.joined[node.Name] = true
	f.images = append(f.images, imagesOf(node, joining))

	return nil
}

func (f *fakeKubernetes) Leave(node kubelet.Node, _ config.Config) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.note("leave", node)
	delete(f.joined, node.Name)
}

func (f *fakeKubernetes) Status(node kubelet.Node, _ config.Config) kubelet.Status {
	f.mu.Lock()
	defer f.mu.Unlock()

	well := f.joined[node.Name]

	return kubelet.Status{APIServer: well, ControllerManager: well, Scheduler: well, Kubelet: well, Message: "fake"}
}

func (f *fakeKubernetes) made(call string) int {
	f.mu.Lock()
	defer f.mu.Unlock()

	count := 0

	for _, other := range f.calls {
		if other == call {
			count++
		}
	}

	return count
}

func withTimeout(t *testing.T, timeout time.Duration) context.Context {
	t.Helper()

	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	t.Cleanup(cancel)

	return ctx
}
