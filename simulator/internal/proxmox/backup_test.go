package proxmox

import (
	"strings"
	"testing"
)

const nightly = "id=stack-home-nightly&schedule=02:30&storage=nas&mode=snapshot&compress=zstd&enabled=1&repeat-missed=0"

func TestBackupJobs(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100")
	e.addTalos("101")
	e.must("POST", "/cluster/backup", nightly+"&vmid=100,101&prune-backups=keep-daily=7,keep-last=3")

	job := e.must("GET", "/cluster/backup/stack-home-nightly", "").(map[string]any)
	if pick(job, "id", "schedule", "storage", "vmid", "compress") != "stack-home-nightly 02:30 nas 100,101 zstd" {
		t.Fatalf("job %v", job)
	}

	if kept := job["prune-backups"].(map[string]any); kept["keep-daily"] != "7" || kept["keep-last"] != "3" {
		t.Fatalf("kept %v", kept)
	}

	e.must("PUT", "/cluster/backup/stack-home-nightly", "schedule=03:00&pool=lab&delete=prune-backups")

	job = e.must("GET", "/cluster/backup/stack-home-nightly", "").(map[string]any)
	if job["vmid"] != nil || job["pool"] != "lab" || job["prune-backups"] != nil || job["schedule"] != "03:00" {
		t.Fatalf("changed job %v", job)
	}

	if jobs := e.must("GET", "/cluster/backup", "").([]any); len(jobs) != 1 {
		t.Fatalf("jobs %v", jobs)
	}

	e.must("DELETE", "/cluster/backup/stack-home-nightly", "")

	// the provider does not take this for a job that is gone
	if status, message := e.refused("GET", "/cluster/backup/stack-home-nightly", ""); status != 400 || !strings.Contains(message, "No such job") {
		t.Fatalf("got %d %q", status, message)
	}
}

func TestBackupJobsThatAreRefused(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/cluster/backup", nightly+"&all=1")

	for name, row := range map[string]struct{ form, message string }{
		"a second time":      {nightly + "&all=1", "already exists"},
		"no guests":          {"id=two&schedule=daily&storage=nas", "property is missing"},
		"guests and a pool":  {"id=two&schedule=daily&storage=nas&vmid=100&pool=lab", "option conflicts with option 'vmid'"},
		"no time":            {"id=two&storage=nas&all=1", "property is missing and it is not optional"},
		"another mode":       {"id=two&schedule=daily&storage=nas&all=1&mode=live", "does not match"},
		"nothing that stays": {"id=two&schedule=daily&storage=nas&all=1&prune-backups=keep-some=1", "does not match"},
		"an id with a dot":   {"id=two.three&schedule=daily&storage=nas&all=1", "invalid configuration ID"},
		"a long id":          {"id=" + strings.Repeat("a", 51) + "&schedule=daily&storage=nas&all=1", "50 characters"},
		"another setting":    {"id=two&schedule=daily&storage=nas&all=1&keep=7", "keep"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, message := e.refused("POST", "/cluster/backup", row.form); !strings.Contains(message, row.message) {
				t.Fatalf("got %q", message)
			}
		})
	}
}

func TestGuestsThatAreDestroyedLeaveBackupJobs(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100")
	e.addTalos("101")
	e.must("POST", "/cluster/backup", nightly+"&vmid=100,101")

	e.exit(e.must("POST", "/nodes/pve1/qemu/100/status/stop", ""))
	e.exit(e.must("DELETE", "/nodes/pve1/qemu/100", "purge=1"))

	if job := e.must("GET", "/cluster/backup/stack-home-nightly", ""); pick(job, "vmid") != "101" {
		t.Fatalf("job %v", job)
	}

	e.exit(e.must("POST", "/nodes/pve1/qemu/101/status/stop", ""))
	e.exit(e.must("DELETE", "/nodes/pve1/qemu/101", "purge=1"))

	if jobs := e.must("GET", "/cluster/backup", "").([]any); len(jobs) != 0 {
		t.Fatalf("jobs %v", jobs)
	}
}
