package talosnode_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/cosi-project/runtime/pkg/safe"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/resources/config"
	"github.com/siderolabs/talos/pkg/machinery/resources/k8s"
	"github.com/siderolabs/talos/pkg/machinery/role"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/durationpb"
)

const (
	envPatch    = "machine: {env: {A: b}}\n"
	sysctlPatch = "machine: {sysctls: {net.core.somaxconn: '65535'}}\n"
)

func TestSwitch(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 4)
	lab.powerOn(1)

	dry, err := lab.insecure(1).ApplyConfiguration(t.Context(), &machineapi.ApplyConfigurationRequest{
		Data: lab.configuration(1, machinetype.TypeControlPlane), Mode: machineapi.ApplyConfigurationRequest_AUTO, DryRun: true,
	})
	if err != nil || dry.GetMessages()[0].GetMode() != machineapi.ApplyConfigurationRequest_NO_REBOOT {
		t.Fatalf("dry run %v, %v", dry, err)
	}

	lab.await(1, "maintenance")

	text := append([]byte("# a comment that must stay\n"), lab.configuration(1, machinetype.TypeControlPlane)...)

	answer, err := lab.apply(lab.insecure(1), text, machineapi.ApplyConfigurationRequest_REBOOT)
	if err != nil || answer.GetMode() != machineapi.ApplyConfigurationRequest_NO_REBOOT {
		t.Fatalf("apply %v, %v", answer, err)
	}

	lab.await(1, "booting")

	_, err = lab.insecure(1).Disks(t.Context())
	lab.wants(err, codes.Unavailable, "")

	node := lab.secure(1)
	if _, err := node.Disks(t.Context()); err != nil {
		t.Fatal(err)
	}

	shown, err := safe.StateGetByID[*config.MachineConfig](t.Context(), node.COSI, config.ActiveID)
	if err != nil {
		t.Fatal(err)
	}

	if got, err := shown.Provider().Bytes(); err != nil || !bytes.Equal(got, text) {
		t.Errorf("the configuration came back changed, %v", err)
	}

	if nodename, err := safe.StateGetByID[*k8s.Nodename](t.Context(), node.COSI, k8s.NodenameID); err != nil || nodename.TypedSpec().Nodename != "node-1" {
		t.Errorf("nodename %v, %v", nodename, err)
	}

	_, err = lab.secureOf(otherBundle(), 1, role.Admin).Version(t.Context())
	lab.wants(err, codes.Unavailable, "certificate signed by unknown authority")

	reader := lab.secureOf(bundle(), 1, role.Reader)
	if _, err := reader.Version(t.Context()); err != nil {
		t.Error(err)
	}

	_, err = lab.apply(reader, text, machineapi.ApplyConfigurationRequest_AUTO)
	lab.wants(err, codes.PermissionDenied, "not authorized")

	_, err = safe.StateGetByID[*config.MachineConfig](t.Context(), reader.COSI, config.ActiveID)
	lab.wants(err, codes.PermissionDenied, "not authorized")

	for _, call := range lab.recorder.Calls(0) {
		if strings.HasSuffix(call.Path, "ApplyConfiguration") && call.Arguments["mode"] == "REBOOT" &&
			(call.Arguments["auth"] != "insecure" || len(call.Arguments["sha256"]) != 16 || call.Arguments["dry_run"] != "false") {
			t.Errorf("journal: %+v", call)
		}
	}

	if text := fmt.Sprint(lab.recorder.Calls(0)); strings.Contains(text, bundle().TrustdInfo.Token) {
		t.Error("the journal holds a secret")
	}
}

func TestApplyConfigured(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 5)
	lab.configured(1, machinetype.TypeControlPlane)
	lab.await(1, "booting")

	plain, sysctl, env := lab.configuration(1, machinetype.TypeControlPlane),
		lab.configuration(1, machinetype.TypeControlPlane, sysctlPatch), lab.configuration(1, machinetype.TypeControlPlane, envPatch)

	first := bootID(lab, 1)

	for _, test := range []struct {
		name    string
		request *machineapi.ApplyConfigurationRequest
		want    machineapi.ApplyConfigurationRequest_Mode
		fault   string
	}{
		{"nothing changed", &machineapi.ApplyConfigurationRequest{Data: plain, Mode: 1}, 2, ""},
		{"dry run with reboot", &machineapi.ApplyConfigurationRequest{Data: env, Mode: 1, DryRun: true}, 0, ""},
		{"dry run without reboot", &machineapi.ApplyConfigurationRequest{Data: sysctl, Mode: 1, DryRun: true}, 2, ""},
		{"change without reboot", &machineapi.ApplyConfigurationRequest{Data: sysctl, Mode: 1}, 2, ""},
		{"no reboot though it needs one", &machineapi.ApplyConfigurationRequest{Data: env, Mode: 2}, 0, "can't be applied in immediate mode"},
		{"other document", &machineapi.ApplyConfigurationRequest{Data: append(bytes.Clone(sysctl), []byte("---\napiVersion: v1alpha1\nkind: WatchdogTimerConfig\ndevice: /dev/watchdog0\n")...), Mode: 2}, 2, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, err := lab.secure(1).ApplyConfiguration(t.Context(), test.request)
			if test.fault != "" {
				lab.wants(err, codes.InvalidArgument, test.fault)

				return
			}

			if err != nil || answer.GetMessages()[0].GetMode() != test.want {
				t.Fatalf("got %v, %v", answer, err)
			}
		})
	}

	if second := bootID(lab, 1); second != first {
		t.Fatal("it has restarted")
	}

	if answer, err := lab.apply(lab.secure(1), env, machineapi.ApplyConfigurationRequest_AUTO); err != nil || answer.GetMode() != machineapi.ApplyConfigurationRequest_REBOOT {
		t.Fatalf("got %v, %v", answer, err)
	}

	lab.eventually(func() error {
		if now := bootID(lab, 1); now == "" || now == first {
			return fmt.Errorf("it has not restarted")
		}

		return nil
	})
	lab.await(1, "booting")
}

func TestStagedAndTry(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 6)
	lab.configured(1, machinetype.TypeControlPlane)
	lab.await(1, "booting")

	node := lab.secure(1)
	active := func() string {
		shown, err := safe.StateGetByID[*config.MachineConfig](t.Context(), node.COSI, config.ActiveID)
		if err != nil {
			return err.Error()
		}

		text, _ := shown.Provider().Bytes()

		return string(text)
	}

	plain, sysctl, env := string(lab.configuration(1, machinetype.TypeControlPlane)),
		lab.configuration(1, machinetype.TypeControlPlane, sysctlPatch), lab.configuration(1, machinetype.TypeControlPlane, envPatch)

	is := func(want string) {
		t.Helper()
		lab.eventually(func() error {
			if active() != want {
				return fmt.Errorf("another configuration is active")
			}

			return nil
		})
	}

	is(plain)

	if _, err := node.ApplyConfiguration(t.Context(), &machineapi.ApplyConfigurationRequest{
		Data: sysctl, Mode: machineapi.ApplyConfigurationRequest_TRY, TryModeTimeout: durationpb.New(2 * time.Second),
	}); err != nil {
		t.Fatal(err)
	}

	is(string(sysctl))
	is(plain)

	if _, err := lab.apply(lab.secure(1), env, machineapi.ApplyConfigurationRequest_STAGED); err != nil {
		t.Fatal(err)
	}

	is(plain)

	if err := lab.secure(1).Reboot(t.Context()); err != nil {
		t.Fatal(err)
	}

	is(string(env))
}

// bootID reads it from the machine; empty while it cannot be reached.
func bootID(lab *lab, host int) string {
	reader, err := lab.secure(host).Read(lab.Context(), "/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}

	text, _ := io.ReadAll(reader)

	return string(text)
}
