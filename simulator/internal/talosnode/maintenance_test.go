package talosnode_test

import (
	"fmt"
	"testing"

	"github.com/cosi-project/runtime/pkg/safe"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	"github.com/siderolabs/talos/pkg/machinery/config"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"
	configresource "github.com/siderolabs/talos/pkg/machinery/resources/config"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"
	"google.golang.org/grpc/codes"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/olderjudge/judgetest"
	"cdktf-proxmox-talos/simulator/internal/talosnode"
)

func TestMaintenance(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 1)
	lab.powerOn(1)
	node := lab.insecure(1)

	disks, err := node.Disks(t.Context())
	if err != nil || len(disks.GetMessages()[0].GetDisks()) != 2 || disks.GetMessages()[0].GetDisks()[1].GetDeviceName() != "/dev/sdb" {
		t.Fatalf("disks %v, %v", disks, err)
	}

	version, err := node.Version(client.WithNodes(t.Context(), "127.23.1.99")) // headers count for nothing here
	if err != nil || version.GetMessages()[0].GetVersion().GetTag() != "v1.13.9" || version.GetMessages()[0].GetPlatform().GetMode() != "cloud" {
		t.Fatalf("version %v, %v", version, err)
	}

	if status, err := safe.StateGetByID[*runtime.MachineStatus](t.Context(), node.COSI, runtime.MachineStatusID); err != nil ||
		status.TypedSpec().Stage != runtime.MachineStageMaintenance {
		t.Fatalf("status %v, %v", status, err)
	}

	if volume, err := safe.StateGetByID[*block.VolumeStatus](t.Context(), node.COSI, "EPHEMERAL"); err != nil || volume.TypedSpec().Location != "" {
		t.Fatalf("volume %v, %v", volume, err)
	}

	if shown, err := safe.StateListAll[*block.Disk](t.Context(), node.COSI); err != nil || shown.Len() != 2 || shown.Get(0).TypedSpec().Serial != "system" {
		t.Fatalf("disks %v, %v", shown, err)
	}

	_, err = safe.StateGetByID[*configresource.MachineConfig](t.Context(), node.COSI, configresource.ActiveID)
	lab.wants(err, codes.PermissionDenied, "not authorized")

	for name, call := range map[string]func() error{
		"bootstrap":  func() error { return node.Bootstrap(t.Context(), &machineapi.BootstrapRequest{}) },
		"reboot":     func() error { return node.Reboot(t.Context()) },
		"reset":      func() error { return node.Reset(t.Context(), false, false) },
		"kubeconfig": func() error { _, err := node.Kubeconfig(t.Context()); return err },
		"upgrade":    func() error { _, err := node.UpgradeWithOptions(t.Context()); return err },
	} {
		t.Run(name, func(t *testing.T) { lab.wants(call(), codes.PermissionDenied, "not authorized") })
	}

	if _, err := node.EtcdMemberList(t.Context(), &machineapi.EtcdMemberListRequest{}); client.StatusCode(err) != codes.Unimplemented {
		t.Errorf("member list: %v", err)
	}

	if interfaces, ok := lab.server.AgentInterfaces("main/pve1/1"); ok {
		t.Errorf("the guest agent answers in maintenance mode: %v", interfaces)
	}

	for _, call := range lab.recorder.Calls(0) {
		if call.Target != lab.address(1) || call.Arguments["auth"] != "insecure" {
			t.Errorf("journal: %+v", call)
		}
	}
}

func TestRefusedConfigurations(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 2)
	lab.powerOn(1)

	old := lab.machine(2)
	old.Image.Version = "v1.11.2"

	physical := lab.machine(3)
	physical.Image.Platform = "metal"

	for _, machine := range []machine.Machine{old, physical} {
		if err := lab.server.PowerOn(machine); err != nil {
			t.Fatal(err)
		}
	}

	lab.await(2, "maintenance")
	lab.await(3, "maintenance")

	for _, test := range []struct {
		name string
		host int
		text []byte
		want string
	}{
		{"no YAML", 1, []byte("{{"), "yaml"},
		{"nothing", 1, nil, "config not found"},
		{"no main document", 1, []byte("apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: a\nauto: off\n"), "doesn't contain v1alpha1 config"},
		{"unknown field", 1, []byte("version: v1alpha1\nmachine: {tipe: worker}\n"), "unknown keys"},
		{"two hostnames", 1, lab.configurationOf(bundle(), config.TalosVersion1_13, machinetype.TypeWorker,
			"apiVersion: v1alpha1\nkind: HostnameConfig\nauto: stable\nhostname: a\n"), "'auto' and 'hostname' cannot be set at the same time"},
		{"kind of a newer release", 2, lab.configuration(2, machinetype.TypeWorker), `"HostnameConfig" "v1alpha1": not registered`},
		{"no disk to install on", 3, lab.configuration(3, machinetype.TypeWorker, "machine: {install: {$patch: delete}}\n"), "install instructions are required"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := lab.apply(lab.insecure(test.host), test.text, machineapi.ApplyConfigurationRequest_AUTO)
			lab.wants(err, codes.InvalidArgument, test.want)
		})
	}

	lab.await(1, "maintenance")

	// what the old image knows is taken
	if _, err := lab.apply(lab.insecure(2), lab.configurationOf(bundle(), config.TalosVersion1_11, machinetype.TypeControlPlane), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Error(err)
	}

	lab.await(2, "booting")
}

func TestStartFails(t *testing.T) {
	t.Parallel()

	for name, change := range map[string]func(*talosnode.Config){
		"negative time":         func(c *talosnode.Config) { c.BootMS = -1 },
		"no schemas":            func(c *talosnode.Config) { c.SchemaDirectory = t.TempDir() },
		"no services":           func(c *talosnode.Config) { c.ExtensionServicesFile = "" },
		"no judge":              func(c *talosnode.Config) { c.Judge = "" },
		"physical without name": func(c *talosnode.Config) { c.Physical = []talosnode.Physical{{}} },
	} {
		t.Run(name, func(t *testing.T) {
			settings := talosnode.Config{SchemaDirectory: schemas, ExtensionServicesFile: extensionServices, Judge: judgetest.Judge}
			change(&settings)

			if _, err := talosnode.Start(t.Context(), settings, talosnode.Dependencies{StateDirectory: t.TempDir()}); err == nil {
				t.Fatal("started")
			}
		})
	}
}

func TestPowerOnFails(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 3)

	unknown := lab.machine(1)
	unknown.Image.Version = "v3.0.0"

	empty := lab.machine(1)
	empty.Disks = nil

	for name, refused := range map[string]machine.Machine{"unknown release": unknown, "no disk": empty} {
		t.Run(name, func(t *testing.T) {
			if err := lab.server.PowerOn(refused); err == nil || lab.server.IsOn(refused.ID) {
				t.Fatalf("booted, %v", err)
			}
		})
	}

	lab.powerOn(1)

	if err := lab.server.PowerOn(lab.machine(1)); err == nil {
		t.Fatal("switched on twice")
	}
}

func TestGuestAgent(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 30, func(settings *talosnode.Config) { settings.AgentInMaintenance = true })
	answer := func(host int) string {
		interfaces, ok := lab.server.AgentInterfaces(lab.machine(host).ID)
		if !ok {
			return "none"
		}

		return fmt.Sprintf("%s %s %s", interfaces[0].Name, interfaces[0].MAC, interfaces[0].Addresses)
	}

	lab.powerOn(1)

	if got, want := answer(1), "eth0 bc:24:11:00:00:01 ["+lab.address(1)+"/24]"; got != want {
		t.Errorf("got %s, want %s, by the switch", got, want)
	}

	without := lab.machine(2)
	without.Image.Extensions = nil

	if err := lab.server.PowerOn(without); err != nil {
		t.Fatal(err)
	}

	lab.await(2, "maintenance")

	if got := answer(2); got != "none" {
		t.Errorf("without the extension: %s", got)
	}

	usual := newLab(t, 31)
	usual.configured(1, machinetype.TypeControlPlane, fmt.Sprintf("apiVersion: v1alpha1\nkind: LinkConfig\nname: eth0\naddresses: [{address: %s/24}]\n", usual.address(101)))
	usual.await(1, "booting")

	interfaces, ok := usual.server.AgentInterfaces(usual.machine(1).ID)
	if got, want := fmt.Sprint(interfaces[0].Addresses), fmt.Sprintf("[%s/24 %s/24]", usual.address(101), usual.address(1)); !ok || got != want {
		t.Errorf("configured: %t %s, want %s", ok, got, want)
	}
}
