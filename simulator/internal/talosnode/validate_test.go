package talosnode_test

import (
	"bytes"
	"testing"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
	"google.golang.org/grpc/codes"
)

// Talos 1.14 reads no empty value, those before read it: a machine refuses it in the words of its release.
func TestEmptyValueByRelease(t *testing.T) {
	t.Parallel()

	for _, each := range []struct {
		network          int
		version, refusal string
	}{
		{72, "v1.13.9", `registries.mirrors["docker.io"] is null`},
		{73, "v1.14.1", `null value is not allowed at "machine.registries.mirrors.docker.io"`},
	} {
		t.Run(each.version, func(t *testing.T) {
			t.Parallel()

			lab := newLab(t, each.network)
			older := lab.machine(1)
			older.Image.Version = each.version

			if err := lab.server.PowerOn(older); err != nil {
				t.Fatal(err)
			}

			lab.await(1, "maintenance")

			text := lab.configuration(1, machinetype.TypeWorker, "machine: {registries: {mirrors: {docker.io: {endpoints: ['http://a.example']}}}}\n")
			from := []byte("docker.io:\n                endpoints:\n                    - http://a.example\n")

			if !bytes.Contains(text, from) {
				t.Fatalf("the configuration has another form:\n%s", text)
			}

			_, err := lab.apply(lab.insecure(1), bytes.Replace(text, from, []byte("docker.io: null\n"), 1), machineapi.ApplyConfigurationRequest_AUTO)
			lab.wants(err, codes.InvalidArgument, each.refusal)
		})
	}
}
