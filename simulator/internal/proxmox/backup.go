package proxmox

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// backupJob are the settings of a job as they are stored.
type backupJob map[string]string

// backupSettings are the forms of the settings of a job.
var backupSettings = map[string]*regexp.Regexp{
	"schedule": regexp.MustCompile(`\S`), "storage": regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]$`),
	"enabled": flag, "node": anyText, "vmid": regexp.MustCompile(`^\d+(?:,\d+)*$`), "all": flag,
	"mode": word("snapshot", "suspend", "stop"), "compress": word("0", "1", "gzip", "lzo", "zstd"),
	"pool": anyText, "notes-template": regexp.MustCompile(`^.+$`), "protected": flag, "repeat-missed": flag,
	"prune-backups": regexp.MustCompile(`^keep-(?:last|hourly|daily|weekly|monthly|yearly|all)=\d+(?:,keep-(?:last|hourly|daily|weekly|monthly|yearly|all)=\d+)*$`),
	"bwlimit":       number, "ionice": number, "pigz": number, "zstd": number, "remove": flag, "stdexcludes": flag,
	"exclude-path": anyText, "mailto": anyText, "mailnotification": word("always", "failure"), "lockwait": number,
	"stopwait": number, "fleecing": anyText, "performance": anyText, "pbs-change-detection-mode": word("legacy", "data", "metadata"),
	"tmpdir": anyText, "script": anyText, "starttime": regexp.MustCompile(`^\d{1,2}:\d{1,2}$`),
}

// backupNumbers are those that answers have as numbers.
var backupNumbers = []string{"enabled", "all", "protected", "repeat-missed", "bwlimit", "ionice", "pigz", "zstd", "remove", "stdexcludes", "lockwait", "stopwait"}

// backupOfRoot are settings that nobody else may write.
var backupOfRoot = []string{"tmpdir", "script"}

var backupJobName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]+$`)

// longestBackupJobName is the number of characters that the id of a job may have.
const longestBackupJobName = 50

func (j backupJob) answer(id string) map[string]any {
	answer := map[string]any{"id": id, "type": "vzdump", "enabled": 1}

	for name, value := range j {
		answer[name] = value

		if number, err := strconv.Atoi(value); err == nil && slices.Contains(backupNumbers, name) {
			answer[name] = number
		}
	}

	if written, has := j["prune-backups"]; has {
		kept := map[string]string{}

		for _, one := range strings.Split(written, ",") {
			name, count, _ := strings.Cut(one, "=")
			kept[name] = count
		}

		answer["prune-backups"] = kept
	}

	return answer
}

func listBackupJobs(r *request) (any, error) {
	if err := r.need("/", "Sys.Audit"); err != nil {
		return nil, err
	}

	list := []any{}
	for _, id := range slices.Sorted(maps.Keys(r.server.backups)) {
		list = append(list, r.server.backups[id].answer(id))
	}

	return list, nil
}

func (r *request) findBackupJob(privilege string) (backupJob, error) {
	if err := r.need("/", privilege); err != nil {
		return nil, err
	}

	id := r.PathValue("job")
	if found := r.server.backups[id]; found != nil {
		return found, nil
	}

	return nil, refuseParameter("id", "No such job '%s'", id)
}

func getBackupJob(r *request) (any, error) {
	found, err := r.findBackupJob("Sys.Audit")
	if err != nil {
		return nil, err
	}

	return found.answer(r.PathValue("job")), nil
}

func createBackupJob(r *request) (any, error) {
	if err := r.need("/", "Sys.Modify"); err != nil {
		return nil, err
	}

	id := r.value("id")

	switch {
	case !backupJobName.MatchString(id):
		return nil, refuseParameter("id", "invalid configuration ID '%s'", id)
	case len(id) > longestBackupJobName:
		return nil, refuseParameter("id", "value may only be %d characters long", longestBackupJobName)
	case r.server.backups[id] != nil:
		return nil, refuse("Job '%s' already exists", id)
	}

	made := backupJob{}
	if err := r.changeBackupJob(made, "!id"); err != nil {
		return nil, err
	}

	r.server.backups[id] = made

	return nil, nil
}

func updateBackupJob(r *request) (any, error) {
	found, err := r.findBackupJob("Sys.Modify")
	if err != nil {
		return nil, err
	}

	changed := maps.Clone(found)
	if err := r.changeBackupJob(changed, "delete"); err != nil {
		return nil, err
	}

	r.server.backups[r.PathValue("job")] = changed

	return nil, nil
}

func deleteBackupJob(r *request) (any, error) {
	if _, err := r.findBackupJob("Sys.Modify"); err != nil {
		return nil, err
	}

	delete(r.server.backups, r.PathValue("job"))

	return nil, nil
}

func (r *request) changeBackupJob(changed backupJob, parameters ...string) error {
	if err := r.onlyParameters(append(slices.Collect(maps.Keys(backupSettings)), parameters...)...); err != nil {
		return err
	}

	for _, name := range splitList(r.value("delete")) {
		if backupSettings[name] == nil {
			return refuseParameter("delete", "unknown option '%s'", name)
		}

		delete(changed, name)
	}

	for _, name := range slices.Sorted(maps.Keys(backupSettings)) {
		if !r.has(name) {
			continue
		}

		if slices.Contains(backupOfRoot, name) && r.caller.id != superuser {
			return refuseParameter(name, "Only root may set this option.")
		}

		if !backupSettings[name].MatchString(r.value(name)) {
			return refuseParameter(name, "invalid format - value '%s' does not match", r.value(name))
		}

		changed[name] = r.value(name)
	}

	return r.checkBackupJob(changed)
}

// checkBackupJob refuses a job that says which guests it has in several ways, or in none.
func (r *request) checkBackupJob(changed backupJob) error {
	// what is written last counts, as other choices go with it
	switch {
	case r.has("vmid"):
		delete(changed, "all")
		delete(changed, "pool")
	case r.has("pool"):
		delete(changed, "all")
		delete(changed, "vmid")
	case r.value("all") == "1":
		delete(changed, "vmid")
		delete(changed, "pool")
	}

	switch {
	case r.has("vmid") && r.has("pool"):
		return refuseParameter("pool", "option conflicts with option 'vmid'")
	case r.value("all") == "1" && (r.has("vmid") || r.has("pool")):
		return refuseParameter("all", "option conflicts with option 'vmid'")
	case changed["vmid"] == "" && changed["pool"] == "" && changed["all"] != "1":
		return refuseParameter("vmid", "property is missing")
	case changed["schedule"] == "" && changed["starttime"] == "":
		return refuseParameter("schedule", "property is missing and it is not optional")
	default:
		return nil
	}
}

// forgetInBackups takes a guest out of jobs; one without guests goes.
func (s *Server) forgetInBackups(id int) {
	gone := strconv.Itoa(id)

	for name, job := range s.backups {
		if job["vmid"] == "" {
			continue
		}

		rest := slices.DeleteFunc(strings.Split(job["vmid"], ","), func(each string) bool { return each == gone })
		job["vmid"] = strings.Join(rest, ",")

		if len(rest) == 0 {
			delete(s.backups, name)
		}
	}
}
