package machineconfig_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"cdktf-proxmox-talos/judge/machineconfig"
)

// told lists the faults of a request as step, message and place, with all patches searched from the last one on.
func told(request machineconfig.Request) []string {
	request.PlacesIn = []int{}
	for index := len(request.ConfigPatches) - 1; index >= 0; index-- {
		request.PlacesIn = append(request.PlacesIn, index)
	}

	var lines []string

	for _, fault := range machineconfig.Check(request).Faults {
		place, _ := json.Marshal(fault.Place)
		lines = append(lines, fmt.Sprintf("%s %s %s", fault.Step, place, strings.SplitN(fault.Message, "\n", 2)[0]))
	}

	return lines
}

func TestPlacesOfFaults(t *testing.T) {
	for name, row := range map[string]struct {
		patches []string
		want    []string
	}{
		"a key": {
			[]string{hostname, `{"machine":{"sysctls":{"a":"1"},"nodeLabels":{"good":"b","bad key":"c"}}}`},
			[]string{`validate {"patch":1,"document":0,"path":["machine","nodeLabels","bad key"]} v1alpha1.Config: invalid machine node labels: name "bad key" is invalid`},
		},
		"an item of a list, the ones before it being right": {
			[]string{hostname, "cluster:\n  inlineManifests:\n    - {name: a, contents: x}\n    - {name: b, contents: x}\n    - {name: a, contents: y}\n"},
			[]string{`validate {"patch":1,"document":0,"path":["cluster","inlineManifests",0`},
		},
		"the second document": {
			[]string{hostname + "---\n" + link + "---\napiVersion: v1alpha1\nkind: ExtensionServiceConfig\nname: nut\n"},
			[]string{`validate {"patch":0,"document":2,"path":[]} ExtensionServiceConfig/nut: no config files`},
		},
		"unknown keys of two patches, and nothing that the node would say": {
			[]string{`{"machine":{"nope":1}}`, `{"cluster":{"network":{"dnsDomain":"a","nix":true}}}`},
			[]string{
				`load {"patch":0,"document":0,"path":["machine","nope"]} `,
				`load {"patch":1,"document":0,"path":["cluster","network","nix"]} `,
			},
		},
		"a patch that crashes": {
			[]string{hostname, "apiVersion: v1alpha1\nkind: LinkConfig\nname: eth0\n$patch: delete\n"},
			[]string{`apply {"patch":1,"document":0,"path":[`},
		},
		"two patches that each cause it": {
			[]string{hostname, `{"machine":{"nodeLabels":{"bad key":"c"}}}`, `{"machine":{"sysctls":{"a":"b"},"nodeLabels":{"bad key":"c"}}}`},
			[]string{`validate {"patch":1,"document":0,"path":["machine","nodeLabels","bad key"]} `},
		},
		"what the sentence speaks of, though another part causes it as well": {
			[]string{hostname, `{"machine":{"features":{"kubernetesTalosAPIAccess":{"enabled":true,"allowedRoles":["os:reader","os:superuser"]}}}}`},
			[]string{`validate {"patch":1,"document":0,"path":["machine","features","kubernetesTalosAPIAccess","allowedRoles",1]} `},
		},
		"a value of a part that has to be there": {
			[]string{hostname, "apiVersion: v1alpha1\nkind: UserVolumeConfig\nname: data\nprovisioning: {minSize: 1GiB, diskSelector: {match: disk.nope == 1}}\n"},
			[]string{`validate {"patch":1,"document":0,"path":["provisioning","diskSelector","match"]} `},
		},
		"a part of a part that has to be there": {
			[]string{hostname, "apiVersion: v1alpha1\nkind: UserVolumeConfig\nname: data\nprovisioning: {minSize: 2GiB, maxSize: 1GiB, diskSelector: {match: system_disk}}\n"},
			[]string{`validate {"patch":1,"document":0,"path":["provisioning","minSize"]} `},
		},
		"what is only wrong once it is written, and what else is wrong": {
			[]string{hostname, `{"machine":{"nodeLabels":{"bad key":"c"}}}`, "apiVersion: v1alpha1\nkind: NetworkRuleConfig\nname: a\nportSelector: {ports: [80]}\ningress: [{subnet: 10.0.0.0/24}]\n"},
			[]string{
				`validate {"patch":2,"document":0,"path":[]} error decoding document v1alpha1/NetworkRuleConfig/a: error decoding`,
				`validate {"patch":1,"document":0,"path":["machine","nodeLabels","bad key"]} `,
			},
		},
		"what is not there": {
			[]string{hostname, "apiVersion: v1alpha1\nkind: UserVolumeConfig\nname: data\nprovisioning: {minSize: 2GiB}\n"},
			[]string{`validate {"patch":1,"document":0,"path":[]} `},
		},
		"two faults of one document": {
			[]string{hostname, "apiVersion: v1alpha1\nkind: VLANConfig\nname: a\nvlanID: 5000\n"},
			[]string{
				`validate {"patch":1,"document":0,"path":[]} VLANConfig/a: vlanID must be specified and between 1 and 4094`,
				`validate {"patch":1,"document":0,"path":[]} VLANConfig/a: parent must be specified`,
			},
		},
		"two faults of one patch": {
			[]string{hostname, `{"machine":{"nodeLabels":{"bad key":"c"},"nodeTaints":{"a":"b:Never"}}}`},
			[]string{
				`validate {"patch":1,"document":0,"path":["machine","nodeLabels","bad key"]} `,
				`validate {"patch":1,"document":0,"path":["machine","nodeTaints","a"]} `,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := told(request(row.patches...))
			if len(got) != len(row.want) {
				t.Fatalf("got %q", got)
			}

			for index, want := range row.want {
				if !strings.HasPrefix(got[index], want) {
					t.Errorf("got %s, want %s", got[index], want)
				}
			}
		})
	}
}

func TestFaultOfEverythingTogetherHasNoPlace(t *testing.T) {
	wrong := request(hostname)
	wrong.ClusterEndpoint = "nowhere"

	for _, line := range told(wrong) {
		if !strings.Contains(line, " null ") {
			t.Errorf("got %s", line)
		}
	}
}

func TestOnlyNamedPatchesAreSearched(t *testing.T) {
	wanted := request(hostname, `{"machine":{"nodeLabels":{"bad key":"c"}}}`)
	wanted.PlacesIn = []int{0}

	if faults := machineconfig.Check(wanted).Faults; len(faults) != 1 || faults[0].Place != nil {
		t.Errorf("got %+v", faults)
	}
}
